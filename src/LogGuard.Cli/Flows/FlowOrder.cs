using LogGuard.Workflows;

namespace LogGuard.Cli.Flows;

/// <summary>Which steps of a workflow always come before which others. Steps in any order, in other branches and in loops have no order.</summary>
internal sealed class FlowOrder
{
    private readonly Dictionary<string, List<(WorkflowNode Group, int Index)>> _paths = new(StringComparer.Ordinal);

    public FlowOrder(Workflow workflow) => Add(workflow.Root, []);

    /// <summary>Whether the first place of one step is before the first place of another in every session that has both.</summary>
    public bool IsBefore(string step, string other)
    {
        var (path, otherPath) = (_paths[step], _paths[other]);
        for (var i = 0; i < Math.Min(path.Count, otherPath.Count); i++)
        {
            if (path[i].Group.Kind == WorkflowNodeKind.Loop)
            {
                return false;
            }

            if (path[i].Index != otherPath[i].Index)
            {
                return path[i].Group.Kind == WorkflowNodeKind.Sequence && path[i].Index < otherPath[i].Index;
            }
        }

        return false;
    }

    private void Add(WorkflowNode node, List<(WorkflowNode Group, int Index)> path)
    {
        if (node.Template is { } template)
        {
            _paths.TryAdd(template, [.. path]);
        }

        for (var i = 0; i < node.Children.Count; i++)
        {
            path.Add((node, i));
            Add(node.Children[i], path);
            path.RemoveAt(path.Count - 1);
        }
    }
}
