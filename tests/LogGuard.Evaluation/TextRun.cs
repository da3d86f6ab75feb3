using LogGuard.Parsing;

namespace LogGuard.EvaluationRuns;

/// <summary>A detector that learns one text and judges another.</summary>
internal static class TextRun
{
    /// <summary>Trains on lines and gives what is reported in others, by session.</summary>
    public static async Task<Dictionary<string, List<Anomaly>>> JudgeAsync(
        LineFormat format, IEnumerable<string> training, IEnumerable<string> test, CancellationToken cancellation)
    {
        var reported = new Dictionary<string, List<Anomaly>>();
        var options = new AnomalyDetectorOptions
        {
            PendingAnomalyLimit = 1_000_000,
            Diagnostics = Console.Error.WriteLine,
            OnAnomaly = anomaly =>
            {
                if (!reported.TryGetValue(anomaly.SessionId, out var anomalies))
                {
                    reported.Add(anomaly.SessionId, anomalies = []);
                }

                anomalies.Add(anomaly);
            },
        };

        // Sessions end with the text, not by the clock: the logs are cut at both ends, and some have no time at all.
        options.Session.IdleTimeout = TimeSpan.FromDays(30);
        options.Training.SessionCount = 1_000_000;
        await using var detector = new AnomalyDetector(options);
        await detector.ReadLinesAsync(new StringReader(string.Join('\n', training)), format, cancellationToken: cancellation);
        await detector.CloseSessionsAsync(cancellation);
        await detector.TrainAsync(cancellation);
        await detector.ReadLinesAsync(new StringReader(string.Join('\n', test)), format, cancellationToken: cancellation);
        await detector.CloseSessionsAsync(cancellation);
        return reported;
    }
}
