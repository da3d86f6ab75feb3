using LogGuard.Primitives;

namespace LogGuard.Workflows;

/// <summary>
/// The usual course of sessions of one kind: steps in sequence, branches, concurrent groups and loops, with counts and times.
/// Immutable; any thread may read it.
/// </summary>
/// <remarks>
/// Du et al., DeepLog (CCS 2017), section 4. The paper's automaton needs every order of a concurrent group; the tree has one
/// node for it. <see cref="Transitions"/> are the automaton's edges over its steps.
/// </remarks>
public sealed record Workflow
{
    /// <summary>A name made of its first and last step.</summary>
    public required string Name { get; init; }

    /// <summary>The structure.</summary>
    public required WorkflowNode Root { get; init; }

    /// <summary>
    /// Whether it is one of several tasks that were found within sessions, or within one stream of events without sessions.
    /// Counts are then runs of the task, not sessions.
    /// </summary>
    public bool IsTask { get; init; }

    /// <summary>Number of training sessions that follow it, repetitions counted.</summary>
    public long SessionCount { get; init; }

    /// <summary>Number of training sessions of its kind that were left out as too rare or irregular.</summary>
    public long DeviatingSessionCount { get; init; }

    /// <summary>Pairs of steps that came directly after one another, with counts and times.</summary>
    public IReadOnlyList<WorkflowTransition> Transitions { get; init => field = value ?? []; } = [];

    /// <summary>Log keys that sessions of this kind have too rarely for a step.</summary>
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

    /// <summary>The workflow as a Mermaid flow chart, which Markdown renderers draw.</summary>
    /// <param name="path">A session to draw over it; null for none.</param>
    public string ToMermaid(WorkflowPath? path = null) => MermaidWriter.Write(this, path);

    /// <summary>The workflow in DOT, the language of Graphviz.</summary>
    /// <param name="path">A session to draw over it; null for none.</param>
    public string ToDot(WorkflowPath? path = null) => DotWriter.Write(this, path);

    /// <summary>The workflow as a self-contained SVG picture, readable on light and dark backgrounds.</summary>
    /// <param name="path">A session to draw over it; null for none.</param>
    public string ToSvg(WorkflowPath? path = null) => SvgWriter.Write(this, path);

    /// <inheritdoc />
    public override string ToString() => PlainText.Escape(FormattableString.Invariant($"{Name} ({SessionCount} sessions): {Root.ToShortText()}"));
}
