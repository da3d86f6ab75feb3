namespace LogGuard.Workflows.Separation;

/// <summary>A task found in a stream that several tasks write into.</summary>
/// <param name="Root">Its first model: a chain of steps, concurrent groups, branches and folded loops. Templates are not filled in.</param>
internal sealed record SeparatedTask(WorkflowNode Root)
{
    /// <summary>Its keys, ascending.</summary>
    public int[] Keys { get; } = [.. new Workflow { Name = "", Root = Root }.GetNodes().Where(node => node.Kind == WorkflowNodeKind.Step).Select(node => node.Key).Distinct().Order()];

    public override string ToString() => Root.ToShortText();
}
