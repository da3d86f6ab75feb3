using LogGuard;

namespace TextLogs;

/// <summary>Follows a live file and prints its anomalies.</summary>
internal static class Watching
{
    public static async Task<int> RunAsync(string path, string format, string? session, int learn, string? model, CancellationToken stopping)
    {
        if (!Templates.TryFormat(format, out var lineFormat))
        {
            return 1;
        }

        // A field name selects the field. Any other text is a pattern for the message.
        var isField = session is not null && lineFormat.Fields.Contains(session);
        var reading = new TextLogOptions
        {
            Path = path,
            Format = format,
            Follow = true,
            SessionField = isField ? session : null,
            SessionPattern = isField ? null : session,
            PositionFile = model is null ? null : Path.Combine(model, "position.json"),
        };
        var options = new AnomalyDetectorOptions
        {
            ModelPath = model,
            Diagnostics = Console.Error.WriteLine,
            OnAnomaly = anomaly => Console.WriteLine($"{anomaly.Timestamp:u} {anomaly}{Environment.NewLine}"),
        };
        options.Training.EventCount = learn;
        await using var detector = new AnomalyDetector(options);
        try
        {
            Console.Error.WriteLine($"Watching {path}; Ctrl+C ends it.");
            var summary = await detector.ReadLinesAsync(reading, stopping);
            Console.Error.WriteLine($"{summary.Events:N0} events were read.");
        }
        catch (ArgumentException exception)
        {
            Console.Error.WriteLine(exception.Message);
            return 1;
        }

        await detector.FlushAsync(CancellationToken.None);
        return 0;
    }
}
