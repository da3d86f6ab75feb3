namespace LogGuard.Workflows;

internal enum GraphNodeShape
{
    Start,
    End,
    Step,
    Decision,
    Merge,
    Bar,
    Foreign,
}

internal enum GraphMark
{
    None,
    Done,
    Skipped,
    Broken,
}

internal sealed record GraphNode(int Id, GraphNodeShape Shape, string Label, int Group, GraphMark Mark);

internal sealed record GraphEdge(int From, int To, string Label, bool IsBack = false, bool IsBroken = false);

/// <summary>A workflow as nodes, edges and groups, for graph languages that do their own layout.</summary>
internal sealed class WorkflowGraph
{
    private const int LabelLimit = 60;

    private readonly Workflow _workflow;
    private readonly WorkflowPath? _path;
    private readonly Dictionary<int, int> _graphNodeOfStep = [];
    private int _nextWorkflowNode;
    private int _group = -1;

    public WorkflowGraph(Workflow workflow, WorkflowPath? path)
    {
        (_workflow, _path) = (workflow, path);
        var start = Add(GraphNodeShape.Start, "");
        var (entry, exit) = Build(workflow.Root, workflow.SessionCount);
        var end = Add(GraphNodeShape.End, "");
        Connect(start, entry, PictureText.Entry(workflow, workflow.Root, workflow.SessionCount));
        Connect(exit, end, "");
        foreach (var deviation in path?.Deviations ?? [])
        {
            // A deviation at a step of the workflow is marked at that step.
            if (deviation.Step < 0)
            {
                var foreign = Add(GraphNodeShape.Foreign, PictureText.Shorten(deviation.Template, LabelLimit));
                Edges.Add(new GraphEdge(_graphNodeOfStep.GetValueOrDefault(deviation.AfterStep, start), foreign, PictureText.Deviation(deviation), IsBroken: true));
            }
        }
    }

    public List<GraphNode> Nodes { get; } = [];

    public List<GraphEdge> Edges { get; } = [];

    /// <summary>Each group's parent, -1 for none.</summary>
    public List<int> Groups { get; } = [];

    public static GraphMark MarkOf(WorkflowPath? path, int step) =>
        path is null ? GraphMark.None
        : path.Deviations.Any(deviation => deviation.Step == step && deviation.Kind != WorkflowMoveKind.Skipped) ? GraphMark.Broken
        : path.Skipped.Contains(step) ? GraphMark.Skipped
        : path.Deviations.Any(deviation => deviation.Step == step) ? GraphMark.Broken
        : path.Done.ContainsKey(step) ? GraphMark.Done
        : GraphMark.None;

    // Passing: sessions that reach the node; not all of them take an optional node.
    private (int Entry, int Exit) Build(WorkflowNode node, long passing)
    {
        var id = _nextWorkflowNode++;
        switch (node.Kind)
        {
            case WorkflowNodeKind.Step:
                var step = Add(GraphNodeShape.Step, PictureText.Shorten(node.Template ?? "", LabelLimit), MarkOf(_path, id));
                _graphNodeOfStep[id] = step;
                return (step, step);
            case WorkflowNodeKind.Sequence:
                var (first, last) = Build(node.Children[0], node.SessionCount);
                foreach (var child in node.Children.Skip(1))
                {
                    var (entry, exit) = Build(child, node.SessionCount);
                    Connect(last, entry, PictureText.Entry(_workflow, child, node.SessionCount));
                    last = exit;
                }

                return (first, last);
            case WorkflowNodeKind.Loop:
                var body = Build(node.Children[0], node.SessionCount);
                Edges.Add(new GraphEdge(body.Exit, body.Entry, PictureText.Times(node), IsBack: true));
                return body;
            case WorkflowNodeKind.Optional:
                var (split, join) = (Add(GraphNodeShape.Decision, ""), -1);
                var inner = Build(node.Children[0], node.SessionCount);
                join = Add(GraphNodeShape.Merge, "");
                Connect(split, inner.Entry, PictureText.Entry(_workflow, node, passing));
                Connect(inner.Exit, join, "");
                Connect(split, join, PictureText.Past(_workflow, node, passing));
                return (split, join);
            default:
                var isChoice = node.Kind == WorkflowNodeKind.Choice;
                var outer = _group;
                if (!isChoice)
                {
                    _group = Groups.Count;
                    Groups.Add(outer);
                }

                var fork = Add(isChoice ? GraphNodeShape.Decision : GraphNodeShape.Bar, "");
                var ways = new List<(int Entry, int Exit, string Label)>();
                foreach (var child in node.Children)
                {
                    var way = Build(child, node.SessionCount);
                    ways.Add((way.Entry, way.Exit, PictureText.Entry(_workflow, child, node.SessionCount)));
                }

                var merge = Add(isChoice ? GraphNodeShape.Merge : GraphNodeShape.Bar, "");
                _group = outer;
                foreach (var way in ways)
                {
                    Connect(fork, way.Entry, way.Label);
                    Connect(way.Exit, merge, "");
                }

                return (fork, merge);
        }
    }

    private int Add(GraphNodeShape shape, string label, GraphMark mark = GraphMark.None)
    {
        Nodes.Add(new GraphNode(Nodes.Count, shape, label, _group, mark));
        return Nodes.Count - 1;
    }

    // The edges behind the decision of an optional part have its share, so the edge into the decision has no label.
    private void Connect(int from, int to, string label) =>
        Edges.Add(new GraphEdge(from, to, Nodes[to].Shape == GraphNodeShape.Decision ? "" : label));
}
