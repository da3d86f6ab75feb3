namespace LogGuard.Workflows;

/// <summary>Finds the fault of a workflow that was read from a file, before anything is built on it.</summary>
internal static class WorkflowValidation
{
    internal const int NodeLimit = 16_384;
    internal const int DepthLimit = 256;
    internal const int TransitionLimit = 65_536;

    /// <returns>The fault; null for a valid workflow.</returns>
    public static string? FindFault(Workflow? workflow)
    {
        if (workflow is not { Name: not null, Root: not null, Transitions: not null, RareKeys: not null })
        {
            return "a workflow is incomplete";
        }

        var count = 0;
        var steps = new HashSet<int>();
        if (FindFault(workflow.Root, 1, ref count, steps) is { } fault)
        {
            return $"workflow \"{workflow.Name}\": {fault}";
        }

        return workflow.SessionCount < 0 || workflow.DeviatingSessionCount < 0 ? $"workflow \"{workflow.Name}\": a number of sessions is negative"
            : workflow.Transitions.Count > TransitionLimit || !workflow.Transitions.All(IsSound) ? $"workflow \"{workflow.Name}\": a transition names no step of it"
            : null;

        bool IsSound(WorkflowTransition transition) =>
            transition is { Count: >= 0 }
            && (transition.From == WorkflowTransition.Start || steps.Contains(transition.From))
            && (transition.To == WorkflowTransition.End || steps.Contains(transition.To));
    }

    private static string? FindFault(WorkflowNode node, int depth, ref int count, HashSet<int> steps)
    {
        if (node?.Children is null)
        {
            return "a node is missing";
        }

        var id = count++;
        if (count > NodeLimit || depth > DepthLimit)
        {
            return FormattableString.Invariant($"its tree is larger than {NodeLimit} nodes or deeper than {DepthLimit}");
        }

        var isSound = node.Kind switch
        {
            WorkflowNodeKind.Step => node.Children.Count == 0 && node.Template is not null && node.Key >= 0 && steps.Add(id),
            WorkflowNodeKind.Loop => node.Children.Count == 1 && node.Minimum >= 1 && node.Maximum >= node.Minimum,
            WorkflowNodeKind.Optional => node.Children.Count == 1,
            WorkflowNodeKind.Sequence or WorkflowNodeKind.Choice or WorkflowNodeKind.Concurrent => node.Children.Count > 0,
            _ => false,
        };
        if (!isSound || node.SessionCount < 0 || node.OccurrenceCount < 0)
        {
            return FormattableString.Invariant($"node {id} ({node.Kind}) is not sound");
        }

        foreach (var child in node.Children)
        {
            if (FindFault(child, depth + 1, ref count, steps) is { } fault)
            {
                return fault;
            }
        }

        return null;
    }
}
