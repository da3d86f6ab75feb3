using LogGuard.Detection;
using LogGuard.Sequences;

namespace LogGuard.Alerts;

/// <summary>
/// An anomaly as it is saved: with its templates and the pattern that an answer marks, but without any text of its line, which the
/// folder of a model never holds.
/// </summary>
internal sealed record SavedAnomaly
{
    /// <summary>Stands for the session.</summary>
    internal const string NoSession = "(not saved)";

    public required Anomaly Anomaly { get; init; }

    /// <summary>The pattern; null if it cannot be answered.</summary>
    public string? Pattern { get; init; }

    /// <summary>The past of its session, by counts and by steps; null if it is not known.</summary>
    public ulong[]? Past { get; init; }

    public static SavedAnomaly Of(Anomaly anomaly) => new()
    {
        Anomaly = anomaly with
        {
            SessionId = NoSession,
            TraceId = null,
            Line = anomaly.Template,
            Properties = Anomaly.NoProperties,
            Exception = anomaly.Exception?.WithoutMessages(),
            Workflow = null,
            Origin = null,
        },
        Pattern = anomaly.Pattern?.ToString(),
        Past = anomaly.Pattern?.Past is { } past ? [past.Counts, past.Steps] : null,
    };

    /// <summary>Returns the anomaly. A pattern of keys that are not known here is left out.</summary>
    /// <param name="keyCount">Number of keys in the vocabulary.</param>
    public Anomaly ToAnomaly(int keyCount) => AnomalyPattern.TryParse(Pattern, keyCount, out var pattern)
        ? Anomaly with { Origin = new AnomalyPattern(pattern.Values, past: Past is [var counts, var steps] ? new SessionHash(counts, steps) : null) }
        : Anomaly;
}
