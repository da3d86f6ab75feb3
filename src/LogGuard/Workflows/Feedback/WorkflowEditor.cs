namespace LogGuard.Workflows.Feedback;

/// <summary>
/// A workflow whose tree is being changed. Every change lets more sessions follow it and never fewer: a part becomes optional,
/// a loop longer, or an optional step is inserted. Used once and by one thread.
/// </summary>
internal sealed class WorkflowEditor
{
    private readonly Workflow _workflow;
    private readonly List<Part> _byId = [];
    private readonly List<(Part? From, Part? To)> _edges = [];
    private Part _root;

    public WorkflowEditor(Workflow workflow)
    {
        _workflow = workflow;
        _root = Open(workflow.Root);
    }

    /// <summary>The part that was added last; edges refer to it.</summary>
    public Part? Added { get; private set; }

    /// <summary>A node by its id in the original workflow; null for the beginning and the end.</summary>
    public Part? this[int node] => node < 0 ? null : _byId[node];

    /// <summary>Makes steps optional, as the largest parts that hold no other steps: steps skipped together may be missing together.</summary>
    /// <param name="steps">Their ids.</param>
    /// <param name="shortensLoops">Whether loops over these steps get a minimum of one iteration instead of becoming optional.</param>
    public void MakeOptional(IReadOnlyList<int> steps, bool shortensLoops) =>
        Relax(_root, [.. steps.Select(step => _byId[step])], shortensLoops);

    /// <summary>Allows a loop one more iteration.</summary>
    public void Lengthen(int loop)
    {
        if (_byId[loop] is { Kind: WorkflowNodeKind.Loop, Maximum: < int.MaxValue } part)
        {
            part.Maximum++;
        }
    }

    /// <summary>Allows a step twice in a row.</summary>
    public void Repeat(int step) => Wrap(_byId[step], WorkflowNodeKind.Loop);

    /// <summary>Allows the part of a sequence from one step to another twice; does nothing where they share no sequence.</summary>
    public void Repeat(int first, int last)
    {
        var above = new List<Part>();
        for (var part = _byId[first]; part is not null; part = part.Parent)
        {
            above.Add(part);
        }

        var (end, parent) = (_byId[last], _byId[last].Parent);
        while (parent is not null && !above.Contains(parent))
        {
            (end, parent) = (parent, parent.Parent);
        }

        if (parent is { Kind: WorkflowNodeKind.Sequence })
        {
            var from = parent.Children.FindIndex(above.Contains);
            var to = parent.Children.IndexOf(end);
            if (from <= to)
            {
                Group(parent, from, to - from + 1, WorkflowNodeKind.Loop);
            }
        }
    }

    /// <summary>Inserts an optional step.</summary>
    /// <param name="step">The step.</param>
    /// <param name="after">Id of the step before it; below 0 for the beginning.</param>
    public void Insert(WorkflowNode step, int after)
    {
        Added = new Part(-1, step with { SessionCount = 1, OccurrenceCount = 1 });
        var optional = new Part(-1, WorkflowNode.Optional(step) with { SessionCount = 1, OccurrenceCount = 1 });
        optional.Take(0, Added);
        var place = after < 0 ? _root : _byId[after];
        var sequence = after < 0 ? place : place.Parent;
        if (sequence is not { Kind: WorkflowNodeKind.Sequence })
        {
            sequence = Wrap(place, WorkflowNodeKind.Sequence);
        }

        sequence.Take(after < 0 ? 0 : sequence.Children.IndexOf(place) + 1, optional);
    }

    /// <summary>Adds a transition between two steps unless it is known.</summary>
    /// <param name="from">The step before; null for the beginning.</param>
    /// <param name="to">The step after it; null for the end.</param>
    public void Connect(Part? from, Part? to) => _edges.Add((from, to));

    /// <summary>The changed workflow.</summary>
    public Workflow Close()
    {
        var count = 0;
        var root = Close(_root, ref count);
        var transitions = _workflow.Transitions.Select(transition => transition with
        {
            From = Id(this[transition.From], WorkflowTransition.Start),
            To = Id(this[transition.To], WorkflowTransition.End),
        }).ToList();
        foreach (var (from, to) in _edges)
        {
            var edge = new WorkflowTransition(Id(from, WorkflowTransition.Start), Id(to, WorkflowTransition.End), 1);
            if (!transitions.Exists(transition => (transition.From, transition.To) == (edge.From, edge.To)))
            {
                transitions.Add(edge);
            }
        }

        return _workflow with { Root = root, Transitions = transitions };
    }

    private static int Id(Part? part, int none) => part?.Id ?? none;

    private Part Open(WorkflowNode node)
    {
        var part = new Part(_byId.Count, node);
        _byId.Add(part);
        foreach (var child in node.Children)
        {
            part.Take(part.Children.Count, Open(child));
        }

        return part;
    }

    private static WorkflowNode Close(Part part, ref int count)
    {
        while (part is { Kind: WorkflowNodeKind.Sequence, Children: [var only] })
        {
            part = only;
        }

        part.Id = count++;
        var children = new List<WorkflowNode>();
        foreach (var child in part.Children)
        {
            children.Add(Close(child, ref count));
        }

        return part.Node with { Minimum = part.Minimum, Maximum = part.Maximum, Children = children };
    }

    // From the root down, the first parts whose required steps are all among the steps.
    private void Relax(Part part, HashSet<Part> steps, bool shortensLoops)
    {
        for (var i = 0; i < part.Children.Count; i++)
        {
            var length = 0;
            while (i + length < part.Children.Count && IsCovered(part.Children[i + length], steps))
            {
                length++;
                if (part.Kind != WorkflowNodeKind.Sequence)
                {
                    break;
                }
            }

            if (length == 0)
            {
                Relax(part.Children[i], steps, shortensLoops);
            }
            else if (shortensLoops && part.Children[i] is { Kind: WorkflowNodeKind.Loop, Minimum: > 1 } loop)
            {
                loop.Minimum = 1;
            }
            else if (length > 1)
            {
                Group(part, i, length, WorkflowNodeKind.Optional);
            }
            else
            {
                Wrap(part.Children[i], WorkflowNodeKind.Optional);
            }
        }
    }

    private static bool IsCovered(Part part, HashSet<Part> steps)
    {
        var needed = new List<Part>();
        Need(part, needed);
        return needed.Count > 0 && needed.TrueForAll(steps.Contains);
    }

    // The required steps; of branches the shortest one, as in the automaton.
    private static void Need(Part part, List<Part> needed)
    {
        switch (part.Kind)
        {
            case WorkflowNodeKind.Step:
                needed.Add(part);
                break;
            case WorkflowNodeKind.Optional:
                break;
            case WorkflowNodeKind.Choice:
                var branches = part.Children.ConvertAll(child =>
                {
                    var own = new List<Part>();
                    Need(child, own);
                    return own;
                });
                needed.AddRange(branches.MinBy(branch => branch.Count)!);
                break;
            default:
                part.Children.ForEach(child => Need(child, needed));
                break;
        }
    }

    private static void Group(Part parent, int first, int count, WorkflowNodeKind kind)
    {
        if (count == parent.Children.Count && parent.Parent is null && kind == WorkflowNodeKind.Optional)
        {
            return;
        }

        var members = parent.Children.GetRange(first, count);
        parent.Children.RemoveRange(first, count);
        var inner = members.Count == 1 ? members[0] : new Part(-1, Over(WorkflowNodeKind.Sequence, members[0]));
        if (members.Count > 1)
        {
            members.ForEach(member => inner.Take(inner.Children.Count, member));
        }

        var outer = new Part(-1, Over(kind, inner));
        outer.Take(0, inner);
        parent.Take(first, outer);
    }

    private Part Wrap(Part part, WorkflowNodeKind kind)
    {
        var outer = new Part(-1, Over(kind, part));
        if (part.Parent is { } parent)
        {
            parent.Children[parent.Children.IndexOf(part)] = outer;
            outer.Parent = parent;
        }
        else
        {
            _root = outer;
        }

        outer.Take(0, part);
        return outer;
    }

    private static WorkflowNode Over(WorkflowNodeKind kind, Part part) => new()
    {
        Kind = kind,
        Maximum = kind == WorkflowNodeKind.Loop ? 2 : 1,
        SessionCount = part.Node.SessionCount,
        OccurrenceCount = part.Node.OccurrenceCount,
    };

    /// <summary>A node that can be moved.</summary>
    internal sealed class Part(int id, WorkflowNode node)
    {
        /// <summary>Its id: in the original workflow at first, in the changed one afterwards.</summary>
        public int Id { get; set; } = id;

        public WorkflowNode Node { get; } = node;

        public WorkflowNodeKind Kind => Node.Kind;

        public int Minimum { get; set; } = node.Minimum;

        public int Maximum { get; set; } = node.Maximum;

        public Part? Parent { get; set; }

        public List<Part> Children { get; } = [];

        public void Take(int place, Part child)
        {
            Children.Insert(place, child);
            child.Parent = this;
        }
    }
}
