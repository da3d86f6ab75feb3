namespace LogGuard.Workflows.Following;

/// <summary>Something that could follow in a workflow.</summary>
/// <param name="Step">Id of the step, or <see cref="WorkflowTransition.End"/>.</param>
/// <param name="Share">How often it followed the last step in training, among all that could follow now, 0..1.</param>
/// <param name="Elapsed">How long that took; null where not measured.</param>
internal readonly record struct WorkflowExpectation(int Step, double Share, ElapsedTimes? Elapsed);
