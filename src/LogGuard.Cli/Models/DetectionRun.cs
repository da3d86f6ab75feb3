using LogGuard.Cli.Input;

namespace LogGuard.Cli.Models;

/// <summary>Judges logs by a copy of a model, which stays as it is.</summary>
internal static class DetectionRun
{
    /// <param name="console">The console.</param>
    /// <param name="folder">The model.</param>
    /// <param name="input">The logs, as the command line names them.</param>
    /// <param name="collector">Receives the anomalies.</param>
    /// <param name="cancellation">Ends the reading; what was found until then is returned.</param>
    /// <param name="observer">Is told of each session's end; null for none.</param>
    /// <param name="inspect">Is given the detector after the last line; null for none.</param>
    public static async Task<(DetectionReport Report, ReadLines Read)> RunAsync(
        CliConsole console, ModelFolder folder, InputSettings input, FindingCollector collector, CancellationToken cancellation,
        ISessionObserver? observer = null, Func<AnomalyDetector, Task>? inspect = null)
    {
        folder.Require();
        var settings = ModelSettings.Load(folder.Path);
        input = settings.Complete(input);
        using var copy = folder.Copy();
        var options = DetectorSetup.Make(copy.Path, settings, console);
        if (input.IsLineByLine)
        {
            // A pause is no end: the position of an anomaly is the number of its line.
            options.Session.IdleTimeout = TimeSpan.FromDays(30);
        }

        AnomalyDetector? detector = null;
        options.OnAnomaly = anomaly => collector.Add(anomaly, detector!.FingerprintOf(anomaly));
        detector = DetectorSetup.Open(options, folder.Name);
        ReadLines read;
        long sessions;
        await using (detector.ConfigureAwait(false))
        {
            collector.Suppress(detector.Suppressions);
            using var observation = observer is null ? null : detector.Intake.Observe(observer);
            read = await LogReading.ReadAsync(console, detector, input, async progress =>
            {
                // A session that the user cut off has no end to judge.
                progress.Tell("judging");
                await (cancellation.IsCancellationRequested ? detector.FlushAsync(CancellationToken.None) : detector.CloseSessionsAsync(CancellationToken.None)).ConfigureAwait(false);
            }, cancellation).ConfigureAwait(false);
            sessions = detector.Counters.SessionsClosed;
            if (inspect is not null)
            {
                await inspect(detector).ConfigureAwait(false);
            }
        }

        folder.TakeShared(copy);

        return (new DetectionReport
        {
            Files = [.. FileFinder.Find(input.Files, console).Select(file => file.Path ?? "-")],
            Format = input.Format,
            SessionField = input.SessionField,
            SessionPattern = input.SessionPattern,
            Snapshot = folder.Numbers[^1],
            Lines = read.Lines,
            Sessions = sessions,
            AnomalyCount = collector.Count,
            SuppressedCount = collector.SuppressedCount,
            Findings = collector.Findings,
        }, read);
    }
}
