namespace LogGuard.Workflows.Following;

/// <summary>A step that may follow in a workflow.</summary>
/// <param name="Step">Id of the step, or <see cref="WorkflowTransition.End"/>.</param>
/// <param name="Share">Its share, 0..1, of the steps that may follow now, by how often each followed the last step in training.</param>
/// <param name="Elapsed">The time it took; null where not measured.</param>
internal readonly record struct WorkflowExpectation(int Step, double Share, ElapsedTimes? Elapsed);
