using LogGuard.Workflows.Following;

namespace LogGuard.Workflows.Mining;

/// <summary>Runs sessions through a workflow and records counts and times of each part.</summary>
internal static class WorkflowStatistics
{
    /// <summary>Number of durations kept for each step and each transition: enough for a 99th percentile, 8 kB.</summary>
    internal const int SampleLimit = 1024;

    /// <summary>Most transitions kept, the most frequent first: a concurrent group of n steps has n².</summary>
    internal const int TransitionLimit = 4096;

    public static Workflow Measure(Workflow workflow, IReadOnlyList<WorkflowTrace> traces)
    {
        var automaton = new WorkflowAutomaton(workflow);
        var size = automaton.StateSize;
        var (sessions, occurrences) = (new long[size], new long[size]);
        var samples = new ElapsedSample?[size];
        var edges = new Dictionary<(int From, int To), (long Count, ElapsedSample Sample)>();
        var (state, total) = (new int[size], new int[size]);
        long following = 0, deviating = 0;

        foreach (var trace in traces)
        {
            Array.Clear(state);
            if (!LoopBounds.Follow(automaton, state, trace.Keys, null))
            {
                deviating += trace.Count;
                continue;
            }

            following += trace.Count;
            Array.Clear(state);
            Array.Clear(total);
            WorkflowLoopVisitor harvest = (values, first, end) => Add(total, values, first, end);
            var from = WorkflowTransition.Start;
            for (var position = 0; position < trace.Keys.Length; position++)
            {
                var step = automaton.StepsOf(trace.Keys[position])[0];
                automaton.Apply(state, step, harvest);
                var edge = edges.GetValueOrDefault((from, step), (0, new ElapsedSample(SampleLimit)));
                if (trace.ElapsedTicks is { } elapsed && position > 0)
                {
                    edge.Sample.Add(elapsed[position], trace.Count);
                    (samples[step] ??= new ElapsedSample(SampleLimit)).Add(elapsed[position], trace.Count);
                }

                edges[(from, step)] = (edge.Count + trace.Count, edge.Sample);
                from = step;
            }

            var last = edges.GetValueOrDefault((from, WorkflowTransition.End), (0, new ElapsedSample(SampleLimit)));
            edges[(from, WorkflowTransition.End)] = (last.Count + trace.Count, last.Sample);
            Add(total, state, 0, size);
            Enter(automaton, total, sessions, occurrences, trace.Count);
        }

        var next = 0;
        return workflow with
        {
            Root = Rebuild(workflow.Root, sessions, occurrences, samples, ref next),
            SessionCount = following,
            DeviatingSessionCount = deviating,
            Transitions =
            [
                .. edges.OrderByDescending(edge => edge.Value.Count).ThenBy(edge => edge.Key).Take(TransitionLimit)
                    .Select(edge => new WorkflowTransition(edge.Key.From, edge.Key.To, edge.Value.Count, edge.Value.Sample.ToTimes())),
            ],
        };
    }

    private static void Add(int[] total, ReadOnlySpan<int> state, int first, int end)
    {
        for (var node = first; node < end; node++)
        {
            total[node] += state[node];
        }
    }

    // Steps and loops have counts in a state; other nodes happened where a child did.
    private static void Enter(WorkflowAutomaton automaton, int[] total, long[] sessions, long[] occurrences, int count)
    {
        var next = 0;
        Visit(automaton.Workflow.Root);

        bool Visit(WorkflowNode node)
        {
            var id = next++;
            var happened = false;
            foreach (var child in node.Children)
            {
                happened |= Visit(child);
            }

            var isCounted = node.Kind is WorkflowNodeKind.Step or WorkflowNodeKind.Loop;
            happened |= isCounted && total[id] > 0;
            sessions[id] += happened ? count : 0;
            occurrences[id] += (isCounted ? total[id] : happened ? 1 : 0) * (long)count;
            return happened;
        }
    }

    private static WorkflowNode Rebuild(WorkflowNode node, long[] sessions, long[] occurrences, ElapsedSample?[] samples, ref int next)
    {
        var id = next++;
        var children = new List<WorkflowNode>();
        foreach (var child in node.Children)
        {
            children.Add(Rebuild(child, sessions, occurrences, samples, ref next));
        }

        return node with { Children = children, SessionCount = sessions[id], OccurrenceCount = occurrences[id], Elapsed = samples[id]?.ToTimes() };
    }
}
