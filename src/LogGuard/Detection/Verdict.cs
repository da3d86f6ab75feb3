namespace LogGuard.Detection;

/// <summary>The finding of a question, before it is explained.</summary>
/// <param name="Kind">The kind of anomaly.</param>
/// <param name="Surprise">−log2 of its probability, in bits.</param>
/// <param name="Detail">Data that the question needs to explain it, such as a broken rule; null for none.</param>
/// <param name="HidesWindow">
/// Whether the finding was marked normal, but no model has learnt the key, so that windows with the key cannot be judged.
/// </param>
internal sealed record Verdict(AnomalyKind Kind, double Surprise, object? Detail = null, bool HidesWindow = false)
{
    private static readonly Verdict[] Hiding = [.. Enum.GetValues<AnomalyKind>().Select(kind => new Verdict(kind, 0, HidesWindow: true))];

    /// <summary>Nothing is wrong.</summary>
    public static Verdict None { get; } = new(default, 0);

    /// <summary>Nothing is wrong, because it was marked normal, but windows with the key cannot be judged.</summary>
    public static Verdict Hides(AnomalyKind kind) => Hiding[(int)kind];

    /// <summary>The question that raised it; null if nothing is wrong.</summary>
    public IQuestion? Question { get; init; }

    /// <summary>The pattern that an answer marks; null if nothing is wrong.</summary>
    public AnomalyPattern? Pattern { get; init; }

    /// <summary>The keys whose workflow steps are wrong, if not the event's own; 0 for none.</summary>
    public (int Key, int Partner) About { get; init; }

    /// <summary>Whether the anomaly is the time since the session's previous event.</summary>
    public bool IsLate { get; init; }

    /// <summary>
    /// Whether it explains later anomalies of the session, so that the end is not judged and windows with the event are
    /// skipped. False for an unusual value, whose event came where it was expected.
    /// </summary>
    public bool ExplainsSession { get; init; } = true;
}
