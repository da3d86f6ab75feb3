using System.Collections.Concurrent;
using LogGuard.Parsing;
using LogGuard.Tests.Support;

namespace LogGuard.Tests;

/// <summary>Files whose format is chosen by their lines, or set wrongly.</summary>
public sealed class AnomalyDetectorFormatTests
{
    [Fact]
    public async Task WithoutAFormatTheFirstLinesChooseOneAndItIsTold()
    {
        var summary = await ReadAsync(Lines(30, i => $"2024-05-06 07:00:{i:00},123 [main] {(i == 7 ? "ERROR" : "INFO")}  org.x.App - step {i} done"), null, out var messages);

        Assert.Equal(("Log4j", 30, 30, 0, 0), (summary.Format, (int)summary.Lines, (int)summary.Parsed, (int)summary.Joined, (int)summary.Unparsed));
        Assert.Contains("is read as Log4j, the ready format that fits its first lines best: 30 of 30.", Assert.Single(messages, message => message.Contains("is read as", StringComparison.Ordinal)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task TheNameAutoDoesTheSame()
    {
        var summary = await ReadAsync(Lines(5, i => $"<11>Apr 14 13:51:2{i} h app[1]: step {i}"), "Auto", out _);

        Assert.Equal(("Syslog3164", 5L), (summary.Format, summary.Events));
    }

    [Fact]
    public async Task LinesThatNoFormatFitsAreMessagesAndThatIsTold()
    {
        var summary = await ReadAsync(Lines(5, i => $"the step number {i} is done"), null, out var messages);

        Assert.Equal(("Plain", 5L, 5L), (summary.Format, summary.Events, summary.Parsed));
        Assert.Single(messages, message => message.Contains("no ready format fits the first 5 lines", StringComparison.Ordinal));
    }

    [Fact]
    public async Task AFormatThatFitsHardlyAnyLineSaysSoWithTheNearestOne()
    {
        var summary = await ReadAsync(Lines(450, i => $"<13>Apr 14 13:51:20 h app[1]: step {i}"), "Log4j", out var messages);

        Assert.Equal((450L, 0L, 0L, 450L), (summary.Lines, summary.Parsed, summary.Joined, summary.Unparsed));
        var message = Assert.Single(messages, message => message.Contains("the format Log4j fits 0 of the last 200 lines", StringComparison.Ordinal));
        Assert.Contains("The nearest ready format is Syslog3164, which fits 50 of 50 others.", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AFormatThatFitsSaysNothing()
    {
        await ReadAsync(Lines(450, i => i % 3 == 0 ? $"2024-05-06 07:00:00,123 [main] INFO  org.x.App - step {i}" : $"\tat x.y({i})"), "Log4j", out var messages);

        Assert.DoesNotContain(messages, message => message.Contains("fits", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("<Time> <Level> <Content>")]
    public async Task AllLinesOfAFileGoByItsOwnDates(string? format)
    {
        var times = new List<DateTimeOffset>();
        var summary = await ReadAsync(
            "05/06/2024 07:08:09 ERROR a b c\n06/06/2024 07:08:09 ERROR d e f\n13/06/2024 07:08:09 ERROR g h i\n", format, out var messages, times);

        Assert.Equal(3, summary.Parsed);
        Assert.Equal(
            [new(2024, 6, 5, 7, 8, 9, TimeSpan.Zero), new(2024, 6, 6, 7, 8, 9, TimeSpan.Zero), new DateTimeOffset(2024, 6, 13, 7, 8, 9, TimeSpan.Zero)], times);
        Assert.DoesNotContain(messages, message => message.Contains("earlier times", StringComparison.Ordinal));
    }

    [Fact]
    public async Task AFieldForTheSessionIsAskedOfTheFormatsToChooseFrom()
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "app.log");
        await File.WriteAllTextAsync(path, Lines(5, i => $"May  6 07:08:0{i} h app[{i}]: step {i}"));
        await using var detector = new AnomalyDetector(new AnomalyDetectorOptions());

        var byPid = await detector.ReadLinesAsync(new TextLogOptions { Path = path, SessionField = "Pid" });
        await detector.FlushAsync();
        Assert.Equal(("Syslog3164", 5), (byPid.Format, detector.Counters.OpenSessions));

        var byNothing = await detector.ReadLinesAsync(new TextLogOptions { Path = path, SessionField = "Nothing" });
        Assert.Equal(5, byNothing.Events);
    }

    [Theory]
    [InlineData("Label")]
    [InlineData("LABEL")]
    public async Task ALabelIsNoFieldForTheSessionHoweverItIsWritten(string field)
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "app.log");
        await File.WriteAllTextAsync(path, Lines(5, i => $"- 1117838570 2005.06.03 R02-M1 2005-06-03-15.42.5{i}.363779 R02-M1 RAS KERNEL INFO step {i}"));
        await using var detector = new AnomalyDetector(new AnomalyDetectorOptions());

        var summary = await detector.ReadLinesAsync(new TextLogOptions { Path = path, SessionField = field });

        Assert.NotEqual("BGL", summary.Format);
        Assert.Equal(5, summary.Events);
        Assert.Throws<ArgumentException>(() => { _ = detector.ReadLinesAsync(new TextLogOptions { Path = path, Format = "BGL", SessionField = field }); });
    }

    [Theory]
    [InlineData("CompactJson", """{"@t":"2024-05-06T07:08:09Z","@mt":"a {X}","X":{"Y":[{"Z":1},{"Z":2}]}}""")]
    [InlineData("Docker", """{"log":"a } {\n","stream":"stdout","time":"2024-05-06T07:08:00Z"}""")]
    [InlineData("Pino", """{"level":30,"time":1714979289123,"msg":"a \"} {"}""")]
    public async Task ObjectsOnOneLineAreEventsOfTheirOwn(string format, string line)
    {
        var summary = await ReadAsync($"{line}{line}\n{line}\n{line} {line},{line}\n{line}{{\n", format, out _);

        // The last line is torn: it is an event as it is.
        Assert.Equal((4L, 3L, 0L, 1L, 7L), (summary.Lines, summary.Parsed, summary.Joined, summary.Unparsed, summary.Events));
    }

    private static string Lines(int count, Func<int, string> line) => string.Join('\n', Enumerable.Range(0, count).Select(line)) + "\n";

    private static Task<TextLogSummary> ReadAsync(string text, string? format, out List<string> messages, List<DateTimeOffset>? times = null)
    {
        messages = [];
        return ReadAsync(text, format, messages, times ?? []);
    }

    // A detector that has learnt other lines reports each of the text's as unknown, with its time.
    private static async Task<TextLogSummary> ReadAsync(string text, string? format, List<string> messages, List<DateTimeOffset> times)
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "app.log");
        await File.WriteAllTextAsync(path, text);
        var told = new ConcurrentQueue<string>();
        var anomalies = new ConcurrentQueue<Anomaly>();
        var options = new AnomalyDetectorOptions { Detector = DetectorKind.NewKey, Diagnostics = told.Enqueue, OnAnomaly = anomalies.Enqueue, MinesWorkflows = false };
        options.Training.SessionCount = 100_000;
        await using var detector = new AnomalyDetector(options);
        var known = string.Join('\n', Enumerable.Range(0, 40).Select(i => $"known s{i / 2} line{i % 2}"));
        await detector.ReadLinesAsync(new StringReader(known), LineFormat.Plain, new TextLogOptions { SessionPattern = @"s\d+" });
        await detector.CloseSessionsAsync();
        await detector.TrainAsync();

        var summary = await detector.ReadLinesAsync(new TextLogOptions { Path = path, Format = format });
        await detector.FlushAsync();
        messages.AddRange(told);
        times.AddRange(anomalies.Select(anomaly => anomaly.Timestamp));
        return summary;
    }
}
