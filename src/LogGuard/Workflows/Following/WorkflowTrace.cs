namespace LogGuard.Workflows.Following;

/// <summary>What a workflow is mined from: the keys of a session, and how often sessions had just these.</summary>
/// <param name="Keys">The keys in order of time.</param>
/// <param name="ElapsedTicks">For each key the ticks since the one before it, the first one's being 0; null where not known.</param>
/// <param name="Count">The number of sessions.</param>
internal sealed record WorkflowTrace(int[] Keys, long[]? ElapsedTicks = null, int Count = 1)
{
    /// <summary>Whether these are some of a long session's keys, or of the one stream's, in a row.</summary>
    public bool IsPart { get; init; }
}
