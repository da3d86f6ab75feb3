namespace LogGuard.Workflows.Mining;

/// <summary>Bounds the loops of a mined tree by the number of iterations in the sessions.</summary>
internal static class LoopBounds
{
    /// <summary>
    /// The largest count is a bound if at least this many sessions had it. Otherwise it is the end of a longer tail and is
    /// doubled. (Good and Turing: unseen events are together about as likely as those seen once.)
    /// </summary>
    internal const int FirmSupport = 10;

    /// <param name="root">The tree with open loops.</param>
    /// <param name="log">The sessions; sessions that do not fit the tree are ignored.</param>
    /// <param name="noise">Share of a loop's counts that may be cut off at either end.</param>
    public static WorkflowNode Apply(WorkflowNode root, TraceLog log, double noise)
    {
        var automaton = new WorkflowAutomaton(new Workflow { Name = "", Root = root });
        var counts = new SortedDictionary<int, long>[automaton.StateSize];
        var state = new int[automaton.StateSize];
        var harvest = new List<(int Node, int Count)>();
        WorkflowLoopVisitor visitor = (values, first, end) => Harvest(automaton, values, first, end, harvest);
        for (var i = 0; i < log.Traces.Count; i++)
        {
            harvest.Clear();
            Array.Clear(state);
            if (Follow(automaton, state, log.Traces[i], visitor))
            {
                Harvest(automaton, state, 0, state.Length, harvest);
                foreach (var (node, count) in harvest)
                {
                    counts[node] ??= [];
                    counts[node][count] = counts[node].GetValueOrDefault(count) + log.Weights[i];
                }
            }
        }

        var next = 0;
        return Rebuild(root, counts, noise, ref next);
    }

    /// <summary>Whether a trace fits from beginning to end.</summary>
    public static bool Follow(WorkflowAutomaton automaton, int[] state, ReadOnlySpan<int> trace, WorkflowLoopVisitor? visitor)
    {
        foreach (var key in trace)
        {
            var steps = automaton.StepsOf(key);
            if (steps.Length == 0 || automaton.Cost(state, steps[0]) != 0)
            {
                return false;
            }

            automaton.Apply(state, steps[0], visitor);
        }

        return automaton.Missing(state) == 0;
    }

    private static void Harvest(WorkflowAutomaton automaton, ReadOnlySpan<int> state, int first, int end, List<(int, int)> harvest)
    {
        for (var node = first; node < end; node++)
        {
            if (automaton[node].Kind == WorkflowNodeKind.Loop && state[node] > 0)
            {
                harvest.Add((node, state[node]));
            }
        }
    }

    private static WorkflowNode Rebuild(WorkflowNode node, SortedDictionary<int, long>[] counts, double noise, ref int next)
    {
        var id = next++;
        var children = new List<WorkflowNode>();
        foreach (var child in node.Children)
        {
            children.Add(Rebuild(child, counts, noise, ref next));
        }

        if (node.Kind != WorkflowNodeKind.Loop)
        {
            return node with { Children = children };
        }

        var (minimum, maximum) = counts[id] is { } seen ? Bound(seen, noise) : (1, 1);
        return maximum == 1 ? children[0] : node with { Children = children, Minimum = minimum, Maximum = maximum };
    }

    private static (int Minimum, int Maximum) Bound(SortedDictionary<int, long> seen, double noise)
    {
        var tolerance = noise * seen.Values.Sum();
        var values = seen.ToList();
        for (var cut = 0L; values.Count > 1 && cut + values[^1].Value <= tolerance; values.RemoveAt(values.Count - 1))
        {
            cut += values[^1].Value;
        }

        for (var cut = 0L; values.Count > 1 && cut + values[0].Value <= tolerance; values.RemoveAt(0))
        {
            cut += values[0].Value;
        }

        // A constant count has no tail.
        var (largest, support) = values[^1];
        var isThin = support < FirmSupport && values.Count > 1;
        return (values[0].Key, isThin && largest < int.MaxValue / 2 ? largest * 2 : largest);
    }
}
