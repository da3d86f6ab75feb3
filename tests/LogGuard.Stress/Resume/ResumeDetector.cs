using System.Globalization;
using LogGuard.Parsing;

namespace LogGuard.Stress.Resume;

/// <summary>The detector of the killed process: reads the log, and writes each verdict into a file.</summary>
internal static class ResumeDetector
{
    private const string ModelName = "model";
    private const string VerdictsName = "verdicts.txt";
    private const string PositionName = "log.position";

    /// <summary>The log that is read.</summary>
    public static string LogIn(string folder) => Path.Combine(folder, "orders.log");

    /// <summary>Exists once the log is whole.</summary>
    public static string EndIn(string folder) => Path.Combine(folder, "orders.end");

    /// <summary>Learns normal orders.</summary>
    public static async Task LearnAsync(string folder, int orders = 400)
    {
        await using var detector = new AnomalyDetector(Options(folder));
        using var text = new StringReader(string.Join('\n', ResumeLog.Make(orders, seed: 1, faultEvery: 0)));
        await detector.ReadLinesAsync(text, LineFormat.Parse(Format), new TextLogOptions { SessionField = "Order" });
        await detector.CloseSessionsAsync();
        if (!await detector.TrainAsync())
        {
            throw new InvalidOperationException("nothing was learnt");
        }
    }

    /// <summary>Follows the log until it is whole, and judges all orders.</summary>
    /// <param name="folder">The folder with the model and the log.</param>
    /// <param name="onReading">Called when reading has begun.</param>
    public static async Task RunAsync(string folder, Action onReading)
    {
        using var verdicts = new FileStream(Path.Combine(folder, VerdictsName), FileMode.Append, FileAccess.Write, FileShare.Read, bufferSize: 0);
        var options = Options(folder);
        options.RequireModel = true;
        options.OnAnomaly = anomaly => verdicts.Write(System.Text.Encoding.UTF8.GetBytes(Describe(anomaly) + "\n"));
        await using var detector = new AnomalyDetector(options);
        using (var whole = new CancellationTokenSource())
        {
            var reading = detector.ReadLinesAsync(Text(folder, follow: true), whole.Token);
            onReading();
            while (!File.Exists(EndIn(folder)))
            {
                await Task.Delay(5);
            }

            await whole.CancelAsync();
            await ((Task)reading).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await detector.ReadLinesAsync(Text(folder, follow: false));
        await detector.CloseSessionsAsync();
    }

    /// <summary>The verdicts of all processes so far, in the order of their texts.</summary>
    public static string[] VerdictsIn(string folder)
    {
        var path = Path.Combine(folder, VerdictsName);
        return File.Exists(path) ? [.. File.ReadAllLines(path).Order(StringComparer.Ordinal)] : [];
    }

    private const string Format = "<Date> <Time> <Level> <Order>: <Content>";

    private static TextLogOptions Text(string folder, bool follow) => new()
    {
        Path = LogIn(folder),
        Format = Format,
        SessionField = "Order",
        Follow = follow,
        PollInterval = TimeSpan.FromMilliseconds(10),
        QuietTime = TimeSpan.FromMilliseconds(30),
        PositionFile = Path.Combine(folder, PositionName),
        PositionInterval = TimeSpan.FromSeconds(0.1),
    };

    private static AnomalyDetectorOptions Options(string folder) => new()
    {
        ModelPath = Path.Combine(folder, ModelName),

        // The entry assemblies of the two processes have different ones.
        ApplicationVersion = "1",
        Session = { SaveInterval = TimeSpan.FromMilliseconds(20) },
        Model = { WindowSize = 6, HiddenSize = 16, LayerCount = 1, TrainingSteps = 300 },
        Training = { SessionCount = 1_000_000 },
        Values = { SampleLimit = 400 },
        PendingAnomalyLimit = 100_000,
    };

    // Without the line itself: an open session is saved without its last line.
    private static string Describe(Anomaly anomaly) => string.Create(
        CultureInfo.InvariantCulture,
        $"{anomaly.SessionId} {anomaly.Position} {anomaly.Kind} {anomaly.Timestamp:O} {anomaly.Template} | {anomaly.Score:R} | {anomaly.Reason} | {string.Join(", ", anomaly.Expected)} | {string.Join(" > ", anomaly.RecentSteps)} | {anomaly.Workflow?.Name} {anomaly.Workflow?.Fault} {anomaly.Workflow?.Position}");
}
