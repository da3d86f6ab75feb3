namespace LogGuard.Workflows;

/// <summary>
/// How sessions of one kind usually run: steps in sequence, branches, concurrent groups and loops, with how often and how
/// fast. Immutable; any thread may read it.
/// </summary>
/// <remarks>
/// Du et al., DeepLog (CCS 2017), section 4, whose automaton cannot say "in any order" without naming every order; the tree
/// can, and <see cref="Transitions"/> are the automaton's edges over its steps.
/// </remarks>
public sealed record Workflow
{
    /// <summary>A name made of its first and last step.</summary>
    public required string Name { get; init; }

    /// <summary>The structure.</summary>
    public required WorkflowNode Root { get; init; }

    /// <summary>
    /// Whether it is one of several tasks that were found within sessions, or within one stream of events without sessions;
    /// what is counted are the runs of the task then, not sessions.
    /// </summary>
    public bool IsTask { get; init; }

    /// <summary>How many training sessions follow it, repetitions counted.</summary>
    public long SessionCount { get; init; }

    /// <summary>How many training sessions were of its kind and left out of it as too rare or out of line.</summary>
    public long DeviatingSessionCount { get; init; }

    /// <summary>Which step came directly after which, with how often and how fast.</summary>
    public IReadOnlyList<WorkflowTransition> Transitions { get; init => field = value ?? []; } = [];

    /// <summary>Log keys seen in sessions of this kind, too rarely to be a step of it.</summary>
    public IReadOnlyList<int> RareKeys { get; init => field = value ?? []; } = [];

    /// <summary>All nodes in order of their ids, the root first.</summary>
    public IReadOnlyList<WorkflowNode> GetNodes()
    {
        var nodes = new List<WorkflowNode>();
        Add(Root);
        return nodes;

        void Add(WorkflowNode node)
        {
            nodes.Add(node);
            foreach (var child in node.Children)
            {
                Add(child);
            }
        }
    }

    /// <summary>The workflow as a Mermaid flow chart, as Markdown renderers draw it.</summary>
    /// <param name="path">A session to draw over it; null for none.</param>
    public string ToMermaid(WorkflowPath? path = null) => MermaidWriter.Write(this, path);

    /// <summary>The workflow in DOT, the language of Graphviz.</summary>
    /// <param name="path">A session to draw over it; null for none.</param>
    public string ToDot(WorkflowPath? path = null) => DotWriter.Write(this, path);

    /// <summary>The workflow as a picture of its own: an SVG file that needs no other file, readable on light and dark.</summary>
    /// <param name="path">A session to draw over it; null for none.</param>
    public string ToSvg(WorkflowPath? path = null) => SvgWriter.Write(this, path);

    /// <inheritdoc />
    public override string ToString() => FormattableString.Invariant($"{Name} ({SessionCount} sessions): {Root.ToShortText()}");
}
