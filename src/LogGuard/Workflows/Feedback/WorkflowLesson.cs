namespace LogGuard.Workflows.Feedback;

/// <summary>A session that did not follow its workflow, and was called normal. Immutable; numbers only.</summary>
/// <param name="Keys">The session's log keys up to and with the anomaly's line; at most as many as a history holds.</param>
/// <param name="Position">The place of the line that did not fit, from 1.</param>
/// <param name="Fault">What was wrong with it.</param>
/// <param name="ElapsedTicks">How long a late step took; 0 for all else.</param>
internal sealed record WorkflowLesson(int[] Keys, int Position, WorkflowFault Fault, long ElapsedTicks)
{
    /// <summary>What a context teaches if the anomaly was none; null where nothing was wrong.</summary>
    public static WorkflowLesson? Of(WorkflowContext? context) => context switch
    {
        null or { Fault: WorkflowFault.None } or { Fault: WorkflowFault.Late, SlowStep: null } => null,
        { Keys: int[] { Length: > 0 } keys } => new WorkflowLesson(
            keys, (int)context.Position, context.Fault, context.Fault == WorkflowFault.Late ? context.SlowStep!.Took.Ticks : 0),
        _ => null,
    };

    /// <summary>Whether it can be what <see cref="Of"/> made; one from a file may not be.</summary>
    /// <param name="keyCount">Number of keys that there are.</param>
    public bool IsSound(int keyCount) =>
        Keys is { Length: > 0 and <= Sequences.SessionHistory.Limit + 1 } && !Keys.AsSpan().ContainsAnyExceptInRange(0, keyCount)
        && Position >= 1 && Position <= Keys.Length && Enum.IsDefined(Fault) && ElapsedTicks >= 0;
}
