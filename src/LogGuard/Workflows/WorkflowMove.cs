namespace LogGuard.Workflows;

/// <summary>The result of one event in a tracker.</summary>
/// <param name="Kind">How it fits the best fitting workflow.</param>
/// <param name="Workflow">The index of that workflow in its set; -1 in an empty set.</param>
/// <param name="Step">Id of its step; -1 for a foreign event.</param>
/// <param name="SkippedCount">For <see cref="WorkflowMoveKind.Skipped"/>, the number of steps missing before it.</param>
/// <param name="Cost">All deviations of the session so far: missing steps and surplus events.</param>
internal readonly record struct WorkflowMove(WorkflowMoveKind Kind, int Workflow, int Step, int SkippedCount, int Cost);
