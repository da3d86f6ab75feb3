namespace LogGuard.Workflows;

/// <summary>A node of a workflow's tree: a step, or a structure over other nodes. Immutable.</summary>
/// <remarks>
/// A node's id is its place in the tree read from the root down, children in order (pre-order); the root is 0. Ids name
/// steps in <see cref="WorkflowTransition"/> and belong to one workflow only.
/// </remarks>
public sealed record WorkflowNode
{
    /// <summary>The kind of node.</summary>
    public required WorkflowNodeKind Kind { get; init; }

    /// <summary>The log key of a step; 0 for other kinds.</summary>
    public int Key { get; init; }

    /// <summary>The message template of a step; null for other kinds.</summary>
    public string? Template { get; init; }

    /// <summary>The nodes below; none below a step, one below a loop or an optional part.</summary>
    public IReadOnlyList<WorkflowNode> Children { get; init => field = value ?? []; } = [];

    /// <summary>The least number of iterations of a loop; 1 for other kinds.</summary>
    public int Minimum { get; init; } = 1;

    /// <summary>The largest number of iterations of a loop; 1 for other kinds.</summary>
    public int Maximum { get; init; } = 1;

    /// <summary>Number of the workflow's training sessions in which it happened at least once.</summary>
    public long SessionCount { get; init; }

    /// <summary>Number of times it happened in all of them: events of a step, iterations of a loop, else entries.</summary>
    public long OccurrenceCount { get; init; }

    /// <summary>Of a step, the time since the session's event before it; null where it was not measured.</summary>
    public ElapsedTimes? Elapsed { get; init; }

    internal static WorkflowNode Step(int key, string? template = null) =>
        new() { Kind = WorkflowNodeKind.Step, Key = key, Template = template };

    internal static WorkflowNode Sequence(params IReadOnlyList<WorkflowNode> children) => Group(WorkflowNodeKind.Sequence, children);

    internal static WorkflowNode Choice(params IReadOnlyList<WorkflowNode> children) => Group(WorkflowNodeKind.Choice, children);

    internal static WorkflowNode Concurrent(params IReadOnlyList<WorkflowNode> children) => Group(WorkflowNodeKind.Concurrent, children);

    internal static WorkflowNode Optional(WorkflowNode child) =>
        child.Kind == WorkflowNodeKind.Optional ? child : new() { Kind = WorkflowNodeKind.Optional, Children = [child] };

    internal static WorkflowNode Loop(WorkflowNode child, int minimum = 1, int maximum = int.MaxValue) =>
        new() { Kind = WorkflowNodeKind.Loop, Children = [child], Minimum = minimum, Maximum = maximum };

    /// <summary>The tree as a short text such as <c>seq(1, any(2, 3), opt(4){0..1})</c>, for tests, logs and comparison.</summary>
    public string ToShortText() => Kind switch
    {
        WorkflowNodeKind.Step => FormattableString.Invariant($"{Key}"),
        WorkflowNodeKind.Loop => FormattableString.Invariant($"{Children[0].ToShortText()}{{{(Minimum == Maximum ? $"{Minimum}" : $"{Minimum}..{Maximum}")}}}"),
        WorkflowNodeKind.Optional => $"opt({Children[0].ToShortText()})",
        _ => $"{(Kind == WorkflowNodeKind.Sequence ? "seq" : Kind == WorkflowNodeKind.Choice ? "one" : "any")}({string.Join(", ", Children.Select(child => child.ToShortText()))})",
    };

    // A single child needs no group; a group within a group of the same kind is flattened.
    private static WorkflowNode Group(WorkflowNodeKind kind, IReadOnlyList<WorkflowNode> children)
    {
        if (children.Count == 1)
        {
            return children[0];
        }

        var flat = new List<WorkflowNode>();
        foreach (var child in children)
        {
            if (child.Kind == kind)
            {
                flat.AddRange(child.Children);
            }
            else
            {
                flat.Add(child);
            }
        }

        return new() { Kind = kind, Children = flat };
    }
}
