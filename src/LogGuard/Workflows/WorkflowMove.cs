namespace LogGuard.Workflows;

/// <summary>What a tracker says of one event.</summary>
/// <param name="Kind">How it stands to the best fitting workflow.</param>
/// <param name="Workflow">The place of that workflow in its set; -1 where there is none.</param>
/// <param name="Step">Id of the step that the event is; -1 for a foreign one.</param>
/// <param name="SkippedCount">For <see cref="WorkflowMoveKind.Skipped"/>, how many steps would have to be put in for it to fit.</param>
/// <param name="Cost">All deviations of the session so far: steps to be put in and events to be left out.</param>
internal readonly record struct WorkflowMove(WorkflowMoveKind Kind, int Workflow, int Step, int SkippedCount, int Cost);
