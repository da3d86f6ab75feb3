namespace LogGuard.Detection;

/// <summary>What a question found wrong, before it is put into words.</summary>
/// <param name="Kind">The kind of anomaly.</param>
/// <param name="Surprise">−log2 of its probability, in bits.</param>
/// <param name="Detail">What the question needs to explain it, such as a broken rule; null for nothing.</param>
/// <param name="HidesWindow">
/// Nothing is wrong, because it was marked normal, but no model has learnt the key: windows that hold it say nothing.
/// </param>
internal readonly record struct Verdict(AnomalyKind Kind, double Surprise, object? Detail = null, bool HidesWindow = false)
{
    /// <summary>The question that raised it; null where nothing is wrong.</summary>
    public IQuestion? Question { get; init; }

    /// <summary>What it has in common with others like it, which an answer marks; null where nothing is wrong.</summary>
    public AnomalyPattern? Pattern { get; init; }

    /// <summary>The keys whose steps in a workflow it is about, where that is not the event's own; 0 for none.</summary>
    public (int Key, int Partner) About { get; init; }

    /// <summary>Whether the time since the session's previous event is what is wrong.</summary>
    public bool IsLate { get; init; }

    /// <summary>
    /// Whether it explains what else is wrong with the session, so that the end is not judged and windows with the event are
    /// skipped. An unusual value does not: its event came where it was expected.
    /// </summary>
    public bool ExplainsSession { get; init; } = true;
}
