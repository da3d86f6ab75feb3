namespace LogGuard.Workflows.Following;

/// <summary>A session that a workflow is mined from, with the number of sessions with the same keys.</summary>
/// <param name="Keys">The keys in order of time.</param>
/// <param name="ElapsedTicks">For each key the ticks since the one before it, the first one's being 0; null where not known.</param>
/// <param name="Count">The number of sessions.</param>
internal sealed record WorkflowTrace(int[] Keys, long[]? ElapsedTicks = null, int Count = 1)
{
    /// <summary>Whether this is a consecutive part of a long session or of the one stream.</summary>
    public bool IsPart { get; init; }
}
