using System.Globalization;
using LogGuard.Parsing;

namespace LogGuard.Stress.Fuzzing;

/// <summary>Makes a small snapshot that has every part: texts, values, workflows, answers, watched templates, suppressions, open sessions.</summary>
internal static class SnapshotFuzzModel
{
    private const string Format = "<Date> <Time> <Level> <Order>: <Content>";

    private static readonly string[] Steps = ["Order {OrderId} placed", "Order {OrderId} paid", "Order {OrderId} shipped", "Order {OrderId} closed"];

    public static AnomalyDetectorOptions Options(string folder) => new()
    {
        ModelPath = folder,
        ApplicationVersion = "2",
        Model = { WindowSize = 4, HiddenSize = 8, LayerCount = 1, TrainingSteps = 100 },
        Training = { SessionCount = 1_000_000 },
        Values = { SampleLimit = 200 },
        Session = { SaveInterval = null },
    };

    /// <summary>Trains, answers, and leaves sessions open.</summary>
    public static async Task MakeAsync(string folder)
    {
        var options = Options(folder);
        options.ApplicationVersion = "1";
        options.Queue.ShutdownTimeout = TimeSpan.FromMinutes(5);
        await using (var detector = new AnomalyDetector(options))
        {
            var random = new Random(1);
            for (var order = 0; order < 300; order++)
            {
                WriteOrder(detector, string.Create(CultureInfo.InvariantCulture, $"learnt-{order}"), isOdd: false);
            }

            var lines = Enumerable.Range(0, 1_200).Select(i => string.Create(
                CultureInfo.InvariantCulture, $"2026-01-01 10:{i / 60 % 60:00}:{i % 60:00} INFO job-{i / 3}: {(i % 3) switch { 0 => $"began with {random.Next(100)} files", 1 => $"copied {40 + (20 * Math.Sin(i / 9.0)):0} MB", _ => "ended" }}"));
            await detector.ReadLinesAsync(new StringReader(string.Join('\n', lines)), LineFormat.Parse(Format), new TextLogOptions { SessionField = "Order" });
            await detector.CloseSessionsAsync();
            if (!await detector.TrainAsync())
            {
                throw new InvalidOperationException("nothing was learnt");
            }
        }

        var anomalies = new List<Anomaly>();
        // A busy machine needs longer than a stopping application gives: the last detector would leave its open sessions unsaved.
        options = Options(folder);
        options.Queue.ShutdownTimeout = TimeSpan.FromMinutes(5);
        options.OnAnomaly = anomalies.Add;
        await using (var detector = new AnomalyDetector(options))
        {
            for (var order = 0; order < 8; order++)
            {
                WriteOrder(detector, string.Create(CultureInfo.InvariantCulture, $"odd-{order}"), isOdd: true);
            }

            await detector.CloseSessionsAsync();
            foreach (var anomaly in anomalies.DistinctBy(anomaly => (anomaly.Kind, anomaly.Template)).Skip(1))
            {
                detector.MarkNormal(anomaly);
            }

            await detector.LearnFeedbackAsync();
            detector.Suppress("unknown-line-0123456789abcdef", DateTimeOffset.UtcNow.AddYears(1));
            await detector.SaveAsync();
            for (var order = 0; order < 5; order++)
            {
                Write(detector, Steps[0], string.Create(CultureInfo.InvariantCulture, $"open-{order}"));
            }
        }
    }

    /// <summary>Logs an order, with a step left out, one that came twice and one that nobody knows if it is odd.</summary>
    public static void WriteOrder(AnomalyDetector detector, string id, bool isOdd)
    {
        foreach (var step in isOdd ? [Steps[0], "Order {OrderId} held back", Steps[2], Steps[2], Steps[3]] : Steps)
        {
            Write(detector, step, id);
        }
    }

    private static void Write(AnomalyDetector detector, string template, string id) =>
        detector.Intake.Take(template, SessionId.From(id), DateTimeOffset.UtcNow.UtcTicks, LogSeverity.Information, template, Renderer.Instance);

    // Each template stands for its line.
    private sealed class Renderer : LineRenderer
    {
        public static readonly Renderer Instance = new();

        public override string Render(object line) => (string)line;

        public override string GetTemplate(object line) => (string)line;
    }
}
