namespace LogGuard.Workflows.Following;

/// <summary>
/// DeepLog's two parameters, chosen by workflows (Du et al., CCS 2017, section 4.4.1): h is the length of the shortest
/// workflow, g the largest number of branches at any divergence point.
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

    /// <summary>Number of events of the shortest session below a node.</summary>
    internal static int ShortestLength(WorkflowNode node) => node.Kind switch
    {
        WorkflowNodeKind.Step => 1,
        WorkflowNodeKind.Optional => 0,
        WorkflowNodeKind.Choice => node.Children.Min(ShortestLength),
        WorkflowNodeKind.Loop => node.Minimum * ShortestLength(node.Children[0]),
        _ => node.Children.Sum(ShortestLength),
    };

    // Counts different keys, as a prediction does; the end of the session is one of them.
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
