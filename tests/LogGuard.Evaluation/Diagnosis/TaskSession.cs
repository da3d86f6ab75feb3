namespace LogGuard.EvaluationRuns.Diagnosis;

/// <summary>A generated session.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Fault">What was done to it.</param>
/// <param name="Events">Its lines.</param>
/// <param name="Truth">Templates of which the diagnosis must name one.</param>
internal sealed record TaskSession(string Id, SeededFault Fault, List<TaskEvent> Events, string[] Truth)
{
    /// <summary>Whether an anomaly names what is wrong and what it is about.</summary>
    public bool IsNamedBy(Anomaly? anomaly)
    {
        if (anomaly?.Workflow is not { } context)
        {
            return false;
        }

        return Fault switch
        {
            SeededFault.Skip => context.Fault is WorkflowFault.Skipped or WorkflowFault.EndedEarly && context.Steps.Contains(Truth[0]),
            SeededFault.Repeat => context.Fault == WorkflowFault.Repeated && context.Steps[0] == Truth[0],

            // Of two swapped steps the second one comes too early, which is to say that the first one was skipped until then.
            SeededFault.Swap => context.Fault is WorkflowFault.Skipped or WorkflowFault.OutOfOrder && Truth.Contains(context.Steps[0]),
            SeededFault.Delay => context.SlowStep?.Template == Truth[0],
            SeededFault.Foreign => context.Fault is WorkflowFault.Foreign && context.Steps[0] == Truth[0],
            _ => false,
        };
    }
}
