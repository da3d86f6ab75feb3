namespace LogGuard.Workflows.Following;

/// <summary>
/// What workflows say of DeepLog's two parameters (Du et al., CCS 2017, section 4.4.1): h is the length of the shortest
/// workflow, g the largest number of branches at any of its divergence points.
/// </summary>
/// <param name="WindowSize">DeepLog's h, in events; at least 1.</param>
/// <param name="TopG">DeepLog's g; at least 1.</param>
internal readonly record struct WorkflowParameters(int WindowSize, int TopG)
{
    /// <summary>The parameters for some workflows; null without any.</summary>
    public static WorkflowParameters? Of(IReadOnlyCollection<Workflow> workflows) => workflows.Count == 0
        ? null
        : new WorkflowParameters(
            Math.Max(1, workflows.Min(workflow => ShortestLength(workflow.Root))), Math.Max(1, workflows.Max(LargestBranching)));

    /// <summary>Events of the shortest session that follows a node.</summary>
    internal static int ShortestLength(WorkflowNode node) => node.Kind switch
    {
        WorkflowNodeKind.Step => 1,
        WorkflowNodeKind.Optional => 0,
        WorkflowNodeKind.Choice => node.Children.Min(ShortestLength),
        WorkflowNodeKind.Loop => node.Minimum * ShortestLength(node.Children[0]),
        _ => node.Children.Sum(ShortestLength),
    };

    // Different keys, since that is what a prediction tells apart; the end of the session is one of them.
    private static int LargestBranching(Workflow workflow)
    {
        var keys = workflow.GetNodes().Select(node => node.Key).ToArray();
        return workflow.Transitions
            .GroupBy(transition => transition.From)
            .Select(branches => branches.Select(branch => branch.To < 0 ? branch.To : keys[branch.To]).Distinct().Count())
            .DefaultIfEmpty(1)
            .Max();
    }
}
