namespace LogGuard.Workflows.Feedback;

/// <summary>A session that did not follow its workflow and was marked normal. Immutable; numbers only.</summary>
/// <param name="Keys">The session's log keys up to and including the anomaly's line; at most as many as a history holds.</param>
/// <param name="Position">The position of the line that did not fit, from 1.</param>
/// <param name="Fault">Its fault.</param>
/// <param name="ElapsedTicks">The time of a late step; 0 for other faults.</param>
internal sealed record WorkflowLesson(int[] Keys, int Position, WorkflowFault Fault, long ElapsedTicks)
{
    /// <summary>The lesson of a context whose anomaly was marked normal; null where the session followed its workflow.</summary>
    public static WorkflowLesson? Of(WorkflowContext? context) => context switch
    {
        null or { Fault: WorkflowFault.None } or { Fault: WorkflowFault.Late, SlowStep: null } => null,
        { Keys: int[] { Length: > 0 } keys } => new WorkflowLesson(
            keys, (int)context.Position, context.Fault, context.Fault == WorkflowFault.Late ? context.SlowStep!.Took.Ticks : 0),
        _ => null,
    };

    /// <summary>Whether <see cref="Of"/> could have made it; a lesson from a file may be invalid.</summary>
    /// <param name="keyCount">Number of known keys.</param>
    public bool IsSound(int keyCount) =>
        Keys is { Length: > 0 and <= Sequences.SessionHistory.Limit + 1 } && !Keys.AsSpan().ContainsAnyExceptInRange(0, keyCount)
        && Position >= 1 && Position <= Keys.Length && Enum.IsDefined(Fault) && ElapsedTicks >= 0;
}
