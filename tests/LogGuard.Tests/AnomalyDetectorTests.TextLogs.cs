using System.Globalization;
using System.IO.Compression;
using System.Text;
using LogGuard.Parsing;
using LogGuard.Tests.Support;

namespace LogGuard.Tests;

/// <summary>Text from files and readers to anomalies.</summary>
public sealed class AnomalyDetectorTextLogTests
{
    private static readonly LineFormat Format = LineFormat.Parse("<Date> <Time> <Level> <Job>: <Content>");
    private static readonly TextLogOptions ByJob = new() { SessionField = "Job" };

    [Fact]
    public async Task ALineUnlikeAllThatWasLearntIsReportedWithItsSessionTimeAndLevel()
    {
        var anomalies = new List<Anomaly>();
        await using var detector = Detector(anomalies);
        await LearnAsync(detector);

        var summary = await detector.ReadLinesAsync(
            new StringReader("""
                2026-11-22 10:00:00 INFO job-500: started with 3 files
                2026-11-22 10:00:01 ERROR job-500: disk on /dev/sda1 is full
                """), Format, ByJob);
        await detector.FlushAsync();

        Assert.Equal(2, summary.Events);
        var anomaly = Assert.Single(anomalies);
        Assert.Equal(AnomalyKind.UnknownKey, anomaly.Kind);
        Assert.Equal("job-500", anomaly.SessionId);
        Assert.Equal(LogSeverity.Error, anomaly.Severity);
        Assert.Equal(new DateTimeOffset(2026, 11, 22, 10, 0, 1, TimeSpan.Zero), anomaly.Timestamp);
        Assert.Equal("2026-11-22 10:00:01 ERROR job-500: disk on /dev/sda1 is full", anomaly.Line);
    }

    [Fact]
    public async Task AStepThatIsMissingInTextIsNamed()
    {
        var anomalies = new List<Anomaly>();
        await using var detector = Detector(anomalies);
        await LearnAsync(detector);

        await detector.ReadLinesAsync(
            new StringReader("""
                2026-11-22 10:00:00 INFO job-501: started with 3 files
                2026-11-22 10:00:09 INFO job-501: finished after 9 s
                """), Format, ByJob);
        await detector.CloseSessionsAsync();

        Assert.Contains(Assert.Single(anomalies).Expected, step => step.Template?.StartsWith("copied <int>", StringComparison.Ordinal) == true);
    }

    [Fact]
    public async Task AStackTraceIsOneEventAndShownWithItsLine()
    {
        var anomalies = new List<Anomaly>();
        await using var detector = Detector(anomalies);
        await LearnAsync(detector);

        var summary = await detector.ReadLinesAsync(
            new StringReader("2026-11-22 10:00:00 ERROR job-7: failed\n   at Copy()\n   at Run()\n"), Format, ByJob);
        await detector.FlushAsync();

        Assert.Equal((3, 1, 2), (summary.Lines, summary.Events, summary.Joined));
        Assert.EndsWith("   at Run()", Assert.Single(anomalies).Line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WhatWasLearntFromTextIsKnownAfterARestart()
    {
        using var folder = new TemporaryFolder();
        await using (var first = Detector([], folder.Path))
        {
            await LearnAsync(first);
        }

        var anomalies = new List<Anomaly>();
        await using var second = Detector(anomalies, folder.Path);
        await second.ReadLinesAsync(new StringReader(Job(900, files: 5)), Format, ByJob);
        await second.CloseSessionsAsync();
        Assert.Equal(DetectorState.Detecting, second.State);
        Assert.Empty(anomalies);

        await second.ReadLinesAsync(new StringReader("2026-11-22 10:00:00 INFO job-901: gave up\n"), Format, ByJob);
        await second.FlushAsync();
        Assert.Single(anomalies);
    }

    [Fact]
    public async Task OneAnswerCoversTemplatesThatAreAlikeButNotOneThatWasReportedBefore()
    {
        var anomalies = new List<Anomaly>();
        AnomalyDetector? detector = null;
        var options = Options(anomaly =>
        {
            anomalies.Add(anomaly);
            if (!anomaly.Line.Contains("panic", StringComparison.Ordinal))
            {
                detector!.MarkNormal(anomaly);
            }
        });
        await using (detector = new AnomalyDetector(options))
        {
            await LearnAsync(detector);
            string[] lines =
            [
                "INFO memory check of bank one in panic", "INFO memory check of bank a:1 passed today", "INFO memory check of bank b:2 passed today",
                "INFO memory check of bank one in panic", "ERROR memory check of bank c:3 passed today", "INFO memory check of bank six failed today",
                "ERROR memory check of bank a:1 passed today",
            ];
            await detector.ReadLinesAsync(
                new StringReader(string.Join('\n', lines.Select(line => $"2026-11-22 10:00:00 {line.Split(' ')[0]} job-1: {line[(line.IndexOf(' ', StringComparison.Ordinal) + 1)..]}"))), Format, ByJob);
            await detector.FlushAsync();
        }

        // The answer covers values of another form, but neither another word nor an error with the same words.
        Assert.Equal(
            ["one in panic", "a:1 passed today", "one in panic", "c:3 passed today", "six failed today", "a:1 passed today"],
            anomalies.Select(anomaly => string.Join(' ', anomaly.Line.Split(' ')[^3..])));
    }

    [Fact]
    public async Task AValueInTextThatIsFarFromUsualIsReportedByTheWordsAroundIt()
    {
        var anomalies = new List<Anomaly>();
        await using var detector = Detector(anomalies);
        var random = new Random(1);
        string Job(int number, double seconds) => string.Create(
            System.Globalization.CultureInfo.InvariantCulture,
            $"2026-11-21 10:00:00 INFO job-{number}: started\n2026-11-21 10:00:01 INFO job-{number}: Took {seconds:0.00} seconds to build\n");
        await detector.ReadLinesAsync(new StringReader(string.Concat(Enumerable.Range(0, 600).Select(i => Job(i, 10 + random.NextDouble())))), Format, ByJob);
        await detector.CloseSessionsAsync();
        await detector.TrainAsync();

        await detector.ReadLinesAsync(new StringReader(Job(900, 10.5) + Job(901, 31.5)), Format, ByJob);
        await detector.CloseSessionsAsync();

        var anomaly = Assert.Single(anomalies);
        Assert.Equal((AnomalyKind.UnusualValue, "job-901"), (anomaly.Kind, anomaly.SessionId));
        Assert.Equal(("1: Took <real> seconds", 31.5), (anomaly.UnusualValue!.Name, anomaly.UnusualValue.Value));
    }

    [Fact]
    public async Task NumbersInCompactJsonAreValuesByTheirNames()
    {
        var anomalies = new List<Anomaly>();
        await using var detector = Detector(anomalies);
        var clef = LineFormat.TryGet("CompactJson", out var format) ? format : throw new InvalidOperationException();
        var random = new Random(1);
        string Request(int number, double seconds) => string.Create(
            System.Globalization.CultureInfo.InvariantCulture,
            $$"""{"@t":"2026-11-22T10:00:00Z","@mt":"Request took {Seconds}","Seconds":{{seconds:0.00}},"@tr":"{{number:x32}}"}""") + "\n";
        await detector.ReadLinesAsync(new StringReader(string.Concat(Enumerable.Range(1, 600).Select(i => Request(i, 10 + random.NextDouble())))), clef);
        await detector.CloseSessionsAsync();
        await detector.TrainAsync();

        await detector.ReadLinesAsync(new StringReader(Request(5_000, 31.5)), clef);
        await detector.CloseSessionsAsync();

        Assert.Equal(("Seconds", 31.5), (Assert.Single(anomalies).UnusualValue!.Name, anomalies[0].UnusualValue!.Value));
    }

    [Fact]
    public async Task OnlyThePlaceholdersOfATemplateAreValues()
    {
        var anomalies = new List<Anomaly>();
        await using var detector = Detector(anomalies);
        var clef = LineFormat.TryGet("CompactJson", out var format) ? format : throw new InvalidOperationException();
        var random = new Random(3);
        string Orders(int from, int count, int thread, int process, int items = 0) => string.Concat(Enumerable.Range(from, count).SelectMany(i =>
            (string[])[Line(i, 0, "Order {OrderId} of {Items} items placed", items > 0 ? items : random.Next(1, 9)), Line(i, 1, "Order {OrderId} of {Items} items closed", 3)])
            .Select(line => line.Replace("THREAD", random.Next(thread, thread + 17).ToString(CultureInfo.InvariantCulture)).Replace("PROCESS", process.ToString(CultureInfo.InvariantCulture))));
        static string Line(int i, int milliseconds, string template, int items) =>
            $$"""{"@t":"{{new DateTime(2026, 1, 1).AddSeconds(i).AddMilliseconds(milliseconds):yyyy-MM-ddTHH:mm:ss.fffZ}}","@mt":"{{template}}","@tr":"{{i:x32}}","OrderId":"A{{i}}","Items":{{items}},"ThreadId":THREAD,"ProcessId":PROCESS}""" + "\n";

        await detector.ReadLinesAsync(new StringReader(Orders(1, 600, thread: 4, process: 27_004)), clef);
        await detector.CloseSessionsAsync();
        await detector.TrainAsync();

        // Other threads of another process, as after a restart.
        await detector.ReadLinesAsync(new StringReader(Orders(10_000, 300, thread: 21, process: 311)), clef);
        await detector.CloseSessionsAsync();
        var afterRestart = anomalies.Count;
        await detector.ReadLinesAsync(new StringReader(Orders(20_000, 1, thread: 21, process: 311, items: 5_000)), clef);
        await detector.CloseSessionsAsync();

        Assert.Equal(0, afterRestart);
        Assert.Equal(("Items", 5_000), (Assert.Single(anomalies).UnusualValue!.Name, anomalies[0].UnusualValue!.Value));
    }

    [Fact]
    public async Task TheEventIdIsTheKeyOfARenderedLineAndItsExceptionBelongsToIt()
    {
        var anomalies = new List<Anomaly>();
        await using var detector = Detector(anomalies);
        var clef = LineFormat.TryGet("CompactJson", out var format) ? format : throw new InvalidOperationException();
        string[] users = ["kasudo", "kasufa", "robrado", "mivigri", "tenneldo", "losugri"];
        string Sessions(int from, int count, string last = "") => string.Concat(Enumerable.Range(from, count).Select(i =>
            $$"""
            {"@t":"2026-01-01T00:00:00Z","@m":"{{users[i % 6]}}{{i}} logged in","@i":"a1b2c3d4","@tr":"{{i:x32}}"}
            {"@t":"2026-01-01T00:00:01Z","@m":"{{users[i % 6]}}{{i}} logged out","@i":"f0e1d2c3","@tr":"{{i:x32}}"}

            """ + last.Replace("TRACE", $"{i:x32}", StringComparison.Ordinal)));
        await detector.ReadLinesAsync(new StringReader(Sessions(1, 300)), clef);
        await detector.CloseSessionsAsync();
        await detector.TrainAsync();
        var keys = detector.Counters.KeyCount;

        await detector.ReadLinesAsync(new StringReader(Sessions(1_000, 100)), clef);
        await detector.CloseSessionsAsync();
        var before = anomalies.Count;
        await detector.ReadLinesAsync(
            new StringReader(Sessions(2_000, 1, """{"@t":"2026-01-01T00:00:02Z","@m":"it failed","@i":"00000bad","@l":"Error","@x":"System.Exception: bad\n   at App.Run()","@tr":"TRACE"}""")), clef);
        await detector.CloseSessionsAsync();

        Assert.Equal((0, 2), (before, keys));
        var anomaly = Assert.Single(anomalies);
        Assert.Equal(("it failed\nSystem.Exception: bad\n   at App.Run()", "@i 00000bad: {@m}", LogSeverity.Error), (anomaly.Line, anomaly.Template, anomaly.Severity));
    }

    [Fact]
    public async Task LinesWithinTheLinesOfAContainerAreReadByTheirOwnFormat()
    {
        var anomalies = new List<Anomaly>();
        await using var detector = Detector(anomalies);
        var options = new TextLogOptions { SessionField = "OrderId" };
        static string Wrap(string line) => $"2026-01-01T00:00:00.123456789Z stdout F {line}\n";
        string Orders(int from, int count) => string.Concat(Enumerable.Range(from, count).Select(i =>
            Wrap($$"""{"level":30,"time":1767225600000,"msg":"order accepted","OrderId":"A{{i}}"}""") + Wrap($$"""{"level":30,"time":1767225600000,"msg":"order paid","OrderId":"A{{i}}"}""")));
        LineFormat.TryGet("Cri", out var cri);
        await detector.ReadLinesAsync(new StringReader(Orders(1, 300)), cri!, options);
        await detector.CloseSessionsAsync();
        await detector.TrainAsync();

        var summary = await detector.ReadLinesAsync(
            new StringReader(Orders(500, 1) + Wrap("""{"level":50,"time":1767225600000,"msg":"disk on fire","OrderId":"A500"}""") + "torn\n"), cri!, options);
        await detector.FlushAsync();

        Assert.Equal((4, 4, 1), (summary.Lines, summary.Events, summary.Unparsed));
        Assert.Contains(anomalies, anomaly => anomaly is { SessionId: "A500", Line: "disk on fire", Severity: LogSeverity.Error, Kind: AnomalyKind.UnknownKey });
    }

    [Fact]
    public async Task AnExactTemplateInCompactJsonIsTheKey()
    {
        await using var detector = Detector([]);
        var clef = LineFormat.TryGet("CompactJson", out var format) ? format : throw new InvalidOperationException();

        await detector.ReadLinesAsync(
            new StringReader("""
                {"@t":"2026-11-22T10:00:00Z","@mt":"Order {Id} placed","Id":1,"@tr":"4bf92f3577b34da6a3ce929d0e0e4736"}
                {"@t":"2026-11-22T10:00:01Z","@mt":"Order {Id} placed","Id":"x y z","@tr":"4bf92f3577b34da6a3ce929d0e0e4736"}
                """), clef);
        await detector.FlushAsync();

        Assert.Equal(1, detector.Counters.KeyCount);
        Assert.Equal(1, detector.Counters.OpenSessions);
    }

    [Fact]
    public async Task AGzipFileIsReadFromItsPathAndAMissingOneThrowsAtOnce()
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "jobs.log.gz");
        using (var gzip = new GZipStream(File.Create(path), CompressionLevel.Fastest))
        {
            gzip.Write(Encoding.UTF8.GetBytes(Job(1, 2) + "no header here\n"));
        }

        await using var detector = Detector([]);
        var summary = await detector.ReadLinesAsync(path, Format, new TextLogOptions { SessionField = "Job", JoinLineLimit = 0 });

        Assert.Equal((4, 4, 1), (summary.Lines, summary.Events, summary.Unparsed));
        await Assert.ThrowsAsync<FileNotFoundException>(() => detector.ReadLinesAsync(path + ".no", Format));
    }

    [Fact]
    public async Task WrongSettingsThrowAtOnceNamingAllFaults()
    {
        await using var detector = Detector([]);

        var exception = await Assert.ThrowsAsync<ArgumentException>(() => detector.ReadLinesAsync(
            new TextLogOptions { Path = "x.log", Format = "<A><B>", SessionPattern = "(", LineLengthLimit = 1 }));

        Assert.Contains("Format is", exception.Message, StringComparison.Ordinal);
        Assert.Contains("SessionPattern is", exception.Message, StringComparison.Ordinal);
        Assert.Contains("LineLengthLimit is 1", exception.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<ArgumentException>(() => detector.ReadLinesAsync(new StringReader(""), Format, new TextLogOptions { SessionField = "None" }));
    }

    [Fact]
    public async Task ReadingIntoADisposedDetectorEndsAndSaysSo()
    {
        var detector = Detector([]);
        await detector.DisposeAsync();

        var summary = await detector.ReadLinesAsync(new StringReader(Job(1, 2)), Format, ByJob);

        Assert.Equal(0, summary.Events);
        Assert.NotNull(summary.EndedEarly);
    }

    [Fact]
    public async Task AQueueOfTwoHoldsTheReadingBackAndDropsNothing()
    {
        var options = Options(_ => { });
        options.Queue.Limit = 2;
        await using var detector = new AnomalyDetector(options);

        var summary = await detector.ReadLinesAsync(new StringReader(string.Concat(Enumerable.Range(0, 500).Select(i => Job(i, 2)))), Format, ByJob);
        await detector.FlushAsync();

        Assert.Equal((1_500, 0, 1_500), (summary.Events, detector.Counters.Dropped, detector.Counters.Processed));
    }

    [Fact]
    public async Task ATextLogReadsInTheBackgroundFromItsStart()
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "jobs.log");
        await File.WriteAllTextAsync(path, Job(1, 2));
        await using var detector = Detector([]);
        await using var log = new TextLog(detector, new TextLogOptions { Path = path, Format = "<Date> <Time> <Level> <Job>: <Content>", SessionField = "Job" });

        await log.StartAsync();

        Assert.Equal(3, (await log.Completion).Events);
    }

    [Fact]
    public async Task ACancelledReadingReturnsItsSummaryAndGoesOnFromItsPosition()
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "jobs.log");
        await File.WriteAllTextAsync(path, Job(1, 2) + Job(2, 3));
        var options = new TextLogOptions
        {
            Path = path, Format = "<Date> <Time> <Level> <Job>: <Content>", SessionField = "Job", Follow = true, PositionFile = path + ".position",
        };
        using var stopping = new CancellationTokenSource();
        long read;
        await using (var detector = Detector([], folder.Path))
        {
            var reading = detector.ReadLinesAsync(options, stopping.Token);
            Assert.True(SpinWait.SpinUntil(() => detector.Counters.Processed >= 5, PipelineLog.Patience));
            await stopping.CancelAsync();
            var summary = await reading;

            Assert.True(summary.Canceled);
            Assert.Null(summary.EndedEarly);
            Assert.InRange(summary.Events, 5, 6);
            read = summary.Events;
        }

        // The detector was disposed of, and kept what it had read.
        Assert.Single(Directory.GetDirectories(folder.Path));
        await using var next = Detector([]);
        options.Follow = false;
        var rest = await next.ReadLinesAsync(options);
        Assert.Equal((6 - read, false), (rest.Events, rest.Canceled));
    }

    [Fact]
    public async Task AReadingThatIsCancelledBeforehandReturnsAnEmptySummary()
    {
        await using var detector = Detector([]);

        var summary = await detector.ReadLinesAsync(new StringReader(Job(1, 2)), Format, ByJob, new CancellationToken(canceled: true));

        Assert.True(summary.Canceled);
    }

    private static async Task LearnAsync(AnomalyDetector detector)
    {
        await detector.ReadLinesAsync(new StringReader(string.Concat(Enumerable.Range(0, 200).Select(i => Job(i, 1 + (i % 7))))), Format, ByJob);
        await detector.CloseSessionsAsync();
        await detector.TrainAsync();
    }

    private static string Job(int number, int files) => $"""
        2026-11-21 10:00:00 INFO job-{number}: started with {files} files
        2026-11-21 10:00:01 INFO job-{number}: copied {files * 4096} bytes to /mnt/backup/{number}
        2026-11-21 10:00:02 INFO job-{number}: finished after {files} s

        """;

    private static AnomalyDetector Detector(List<Anomaly> anomalies, string? modelPath = null)
    {
        var options = Options(anomalies.Add);
        options.ModelPath = modelPath;
        return new AnomalyDetector(options);
    }

    private static AnomalyDetectorOptions Options(Action<Anomaly> onAnomaly)
    {
        var options = new AnomalyDetectorOptions { OnAnomaly = onAnomaly };
        options.Session.IdleTimeout = TimeSpan.FromDays(3);
        options.Model.TrainingSteps = 400;
        options.Model.HiddenSize = 16;
        options.Model.LayerCount = 1;
        options.Training.SessionCount = 100_000;
        return options;
    }

    [Fact]
    public async Task LinesWhoseSearchTakesTooLongAreCountedAndToldOnce()
    {
        await using var log = new PipelineLog(options => options.Mining.CustomMasks = [new CustomMask("slow", "^(?=(a+)+$)b")]);
        const string Pattern = @"^(?:x|xx)+\z(?<!y)";
        var line = new string('x', 200) + "!";
        var masked = new string('a', 60) + "!";

        var summary = await log.Detector.ReadLinesAsync(
            new StringReader($"{line}\n{line}\n{masked}\n"), LineFormat.Plain, new TextLogOptions { SessionPattern = Pattern });

        Assert.Equal(3, summary.Events);
        Assert.InRange(summary.TimedOut, 3, 5);
        Assert.Single(log.Told, told => told.Contains("the search for sessions took too long in 1 lines"));
        Assert.Single(log.Told, told => told.Contains("the custom masks took longer than Mining.CustomMaskTimeout in"));
    }
}
