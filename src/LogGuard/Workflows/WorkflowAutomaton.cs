namespace LogGuard.Workflows;

/// <summary>
/// The automaton of a workflow. A concurrent group of n threads has n! orders, so states are not enumerated: a state is one
/// number per node (the position in a sequence, the branch taken, the iterations that a loop has begun). Immutable and
/// shared; callers own the states.
/// </summary>
/// <remarks>A step costs time in proportion to the depth of the tree and the width of the nodes above it.</remarks>
internal sealed class WorkflowAutomaton
{
    /// <summary>The cost of a step that skipping cannot make possible; real costs are far smaller.</summary>
    public const int Impossible = 1 << 20;

    private readonly WorkflowNode[] _nodes;
    private readonly int[][] _children;
    private readonly int[] _end;
    private readonly int[] _leastLength;
    private readonly int[][] _ways;
    private readonly Dictionary<int, int[]> _stepsOfKey = [];
    private readonly Dictionary<(int From, int To), WorkflowTransition> _transitions = [];

    public WorkflowAutomaton(Workflow workflow)
    {
        Workflow = workflow;
        _nodes = [.. workflow.GetNodes()];
        _children = new int[_nodes.Length][];
        _end = new int[_nodes.Length];
        _leastLength = new int[_nodes.Length];
        _ways = new int[_nodes.Length][];
        var next = 0;
        Compile(workflow.Root, [], ref next);
        foreach (var steps in Enumerable.Range(0, _nodes.Length).Where(IsStep).GroupBy(step => _nodes[step].Key))
        {
            _stepsOfKey.Add(steps.Key, [.. steps]);
        }

        foreach (var transition in workflow.Transitions)
        {
            _transitions[(transition.From, transition.To)] = transition;
        }
    }

    public Workflow Workflow { get; }

    /// <summary>Numbers in a state; all 0 at the beginning.</summary>
    public int StateSize => _nodes.Length;

    public WorkflowNode this[int node] => _nodes[node];

    public bool IsStep(int node) => _nodes[node].Kind == WorkflowNodeKind.Step;

    /// <summary>The steps that log a key; most often one.</summary>
    public ReadOnlySpan<int> StepsOf(int key) => _stepsOfKey.TryGetValue(key, out var steps) ? steps : [];

    public WorkflowTransition? FindTransition(int from, int to) => _transitions.GetValueOrDefault((from, to));

    /// <summary>The fewest steps that complete the session; 0 where it may end.</summary>
    public int Missing(ReadOnlySpan<int> state, int node = 0)
    {
        var missing = 0L;
        switch (_nodes[node].Kind)
        {
            case WorkflowNodeKind.Step:
                return 1 - state[node];
            case WorkflowNodeKind.Sequence:
                missing = Missing(state, _children[node][state[node]]);
                for (var i = state[node] + 1; i < _children[node].Length; i++)
                {
                    missing += _leastLength[_children[node][i]];
                }

                break;
            case WorkflowNodeKind.Choice:
                return state[node] == 0 ? _leastLength[node] : Missing(state, _children[node][state[node] - 1]);
            case WorkflowNodeKind.Concurrent:
                foreach (var child in _children[node])
                {
                    missing += Missing(state, child);
                }

                break;
            case WorkflowNodeKind.Loop:
                var body = _children[node][0];
                missing = (state[node] == 0 ? 0 : Missing(state, body))
                    + ((long)Math.Max(0, _nodes[node].Minimum - state[node]) * _leastLength[body]);
                break;
            case WorkflowNodeKind.Optional:
                return state[node] == 0 ? 0 : Missing(state, _children[node][0]);
        }

        return (int)Math.Min(missing, Impossible - 1);
    }

    /// <summary>Number of steps to skip for a step to come now: 0 where it fits, at most <see cref="Impossible"/>.</summary>
    public int Cost(ReadOnlySpan<int> state, int step) => Cost(state, _ways[step], 0, isFresh: false, out _);

    /// <summary>As <see cref="Cost(ReadOnlySpan{int}, int)"/>; for an impossible step also the node that prevents it.</summary>
    public int Cost(ReadOnlySpan<int> state, int step, out int obstacle) => Cost(state, _ways[step], 0, isFresh: false, out obstacle);

    /// <summary>Applies a step that is not impossible.</summary>
    /// <param name="state">The state, which changes.</param>
    /// <param name="step">The step.</param>
    /// <param name="restarted">Called with each loop before it begins its next iteration and its state is cleared; may be null.</param>
    public void Apply(Span<int> state, int step, WorkflowLoopVisitor? restarted = null) => Apply(state, _ways[step], restarted, null);

    /// <summary>Adds the steps that a step would skip now.</summary>
    /// <param name="state">The state.</param>
    /// <param name="step">The step.</param>
    /// <param name="skipped">Receives the steps.</param>
    /// <param name="scratch">A buffer of the length of a state; overwritten.</param>
    public void CollectSkipped(ReadOnlySpan<int> state, int step, List<int> skipped, Span<int> scratch)
    {
        state.CopyTo(scratch);
        Apply(scratch, _ways[step], null, skipped);
    }

    /// <summary>Adds the steps of the shortest way to an end.</summary>
    public void CollectMissing(ReadOnlySpan<int> state, List<int> missing) => CollectMissing(state, 0, missing, isFresh: false);

    private void Compile(WorkflowNode node, int[] above, ref int next)
    {
        var id = next++;
        int[] way = [.. above, id];
        _ways[id] = way;
        var children = new List<int>();
        foreach (var child in node.Children)
        {
            children.Add(next);
            Compile(child, way, ref next);
        }

        _children[id] = [.. children];
        _end[id] = next;
        var lengths = children.Select(child => (long)_leastLength[child]);
        _leastLength[id] = (int)Math.Min(Impossible - 1, node.Kind switch
        {
            WorkflowNodeKind.Step => 1,
            WorkflowNodeKind.Choice => lengths.Min(),
            WorkflowNodeKind.Loop => lengths.First() * node.Minimum,
            WorkflowNodeKind.Optional => 0,
            _ => lengths.Sum(),
        });
    }

    // A node below which nothing has happened yet counts as fresh, even if an earlier iteration left numbers in the state.
    private int Cost(ReadOnlySpan<int> state, int[] way, int depth, bool isFresh, out int obstacle)
    {
        var node = way[depth];
        var value = isFresh ? 0 : state[node];
        obstacle = node;
        if (depth == way.Length - 1)
        {
            return value == 0 ? 0 : Impossible;
        }

        switch (_nodes[node].Kind)
        {
            case WorkflowNodeKind.Sequence:
                var children = _children[node];
                var place = Array.IndexOf(children, way[depth + 1]);
                if (place < value)
                {
                    return Impossible;
                }

                if (place == value)
                {
                    return Cost(state, way, depth + 1, isFresh, out obstacle);
                }

                long skipped = isFresh ? _leastLength[children[value]] : Missing(state, children[value]);
                for (var i = value + 1; i < place; i++)
                {
                    skipped += _leastLength[children[i]];
                }

                return Sum(skipped, Cost(state, way, depth + 1, isFresh: true, out obstacle));
            case WorkflowNodeKind.Choice:
                return value != 0 && _children[node][value - 1] != way[depth + 1]
                    ? Impossible
                    : Cost(state, way, depth + 1, isFresh || value == 0, out obstacle);
            case WorkflowNodeKind.Loop when value > 0:
                var within = Cost(state, way, depth + 1, isFresh: false, out var inner);
                if (within == 0)
                {
                    return 0;
                }

                if (value >= _nodes[node].Maximum)
                {
                    obstacle = within >= Impossible ? node : inner;
                    return within;
                }

                obstacle = inner;
                return Math.Min(within, Sum(Missing(state, way[depth + 1]), Cost(state, way, depth + 1, isFresh: true, out _)));
            case WorkflowNodeKind.Concurrent:
                return Cost(state, way, depth + 1, isFresh, out obstacle);
            default:
                return Cost(state, way, depth + 1, isFresh || value == 0, out obstacle);
        }
    }

    private void Apply(Span<int> state, int[] way, WorkflowLoopVisitor? restarted, List<int>? skipped)
    {
        for (var depth = 0; depth < way.Length - 1; depth++)
        {
            var (node, child) = (way[depth], way[depth + 1]);
            switch (_nodes[node].Kind)
            {
                case WorkflowNodeKind.Sequence:
                    var place = Array.IndexOf(_children[node], child);
                    for (var i = state[node]; i < place && skipped is not null; i++)
                    {
                        CollectMissing(state, _children[node][i], skipped, isFresh: i > state[node]);
                    }

                    state[node] = place;
                    break;
                case WorkflowNodeKind.Choice:
                    state[node] = Array.IndexOf(_children[node], child) + 1;
                    break;
                case WorkflowNodeKind.Optional:
                    state[node] = 1;
                    break;
                case WorkflowNodeKind.Loop:
                    if (state[node] > 0 && !StaysWithin(state, way, depth))
                    {
                        if (skipped is not null)
                        {
                            CollectMissing(state, child, skipped, isFresh: false);
                        }

                        restarted?.Invoke(state, child, _end[child]);
                        state[child.._end[child]].Clear();
                        state[node]++;
                    }
                    else if (state[node] == 0)
                    {
                        state[node] = 1;
                    }

                    break;
            }
        }

        state[way[^1]] = 1;
    }

    // The same decision as in Cost: within the iteration where possible, else the way that skips less.
    private bool StaysWithin(ReadOnlySpan<int> state, int[] way, int depth)
    {
        var node = way[depth];
        var within = Cost(state, way, depth + 1, isFresh: false, out _);
        return within == 0 || state[node] >= _nodes[node].Maximum
            || within <= Sum(Missing(state, way[depth + 1]), Cost(state, way, depth + 1, isFresh: true, out _));
    }

    private void CollectMissing(ReadOnlySpan<int> state, int node, List<int> missing, bool isFresh)
    {
        var value = isFresh ? 0 : state[node];
        var children = _children[node];
        switch (_nodes[node].Kind)
        {
            case WorkflowNodeKind.Step:
                if (value == 0)
                {
                    missing.Add(node);
                }

                break;
            case WorkflowNodeKind.Sequence:
                for (var i = value; i < children.Length; i++)
                {
                    CollectMissing(state, children[i], missing, isFresh || i > value);
                }

                break;
            case WorkflowNodeKind.Choice:
                CollectMissing(state, value == 0 ? children.MinBy(child => _leastLength[child]) : children[value - 1], missing, isFresh || value == 0);
                break;
            case WorkflowNodeKind.Concurrent:
                foreach (var child in children)
                {
                    CollectMissing(state, child, missing, isFresh);
                }

                break;
            case WorkflowNodeKind.Loop:
                if (value > 0)
                {
                    CollectMissing(state, children[0], missing, isFresh: false);
                }

                // Ten equal iterations are as informative as a thousand.
                for (var i = value; i < Math.Min(_nodes[node].Minimum, value + 10); i++)
                {
                    CollectMissing(state, children[0], missing, isFresh: true);
                }

                break;
            case WorkflowNodeKind.Optional:
                if (value > 0)
                {
                    CollectMissing(state, children[0], missing, isFresh: false);
                }

                break;
        }
    }

    private static int Sum(long left, int right) => (int)Math.Min(left + right, Impossible);
}

/// <summary>Receives the part of a state that a loop is about to clear.</summary>
/// <param name="state">The whole state.</param>
/// <param name="first">The first node that is cleared.</param>
/// <param name="end">The node behind the last one.</param>
internal delegate void WorkflowLoopVisitor(ReadOnlySpan<int> state, int first, int end);
