namespace LogGuard.Workflows.Separation;

/// <summary>Cuts streams into the executions of the tasks that were found in them: tasks do not overlap in time.</summary>
internal static class TaskSegmenter
{
    /// <summary>Keys between the steps of a task that belong to something else, before the execution is given up.</summary>
    internal const int ForeignLimit = 8;

    /// <summary>The executions of each task, in the order of the tasks.</summary>
    /// <param name="streams">Keys in order of time.</param>
    /// <param name="tasks">The tasks.</param>
    /// <param name="elapsedTicks">For each key of each stream the ticks since the one before it; null where not known.</param>
    public static List<WorkflowTrace>[] Cut(IReadOnlyList<int[]> streams, IReadOnlyList<SeparatedTask> tasks, IReadOnlyList<long[]>? elapsedTicks = null)
    {
        var set = new WorkflowSet([.. tasks.Select(task => new Workflow { Name = "", Root = task.Root })]);
        var traces = new List<WorkflowTrace>[tasks.Count];
        for (var i = 0; i < traces.Length; i++)
        {
            traces[i] = [];
        }

        for (var i = 0; i < streams.Count; i++)
        {
            Cut(streams[i], set, elapsedTicks?[i], traces);
        }

        return traces;
    }

    /// <summary>A workflow for each task, mined from its executions; tasks that were never executed whole have none.</summary>
    public static IReadOnlyList<Workflow> ToWorkflows(
        IReadOnlyList<int[]> streams, IReadOnlyList<SeparatedTask> tasks, Mining.WorkflowMiner miner, double noise = 0.01, IReadOnlyList<long[]>? elapsedTicks = null) =>
        [.. Cut(streams, tasks, elapsedTicks).Select(traces => miner.MineOne(traces, noise)).OfType<Workflow>().OrderByDescending(workflow => workflow.SessionCount)];

    private static void Cut(int[] stream, WorkflowSet set, long[]? elapsed, List<WorkflowTrace>[] traces)
    {
        var states = set.Automata.ToArray().Select(automaton => new int[automaton.StateSize]).ToArray();
        var (current, foreign) = (-1, 0);
        var positions = new List<int>();
        for (var position = 0; position < stream.Length; position++)
        {
            var key = stream[position];
            if (current >= 0 && TryStep(set.Automata[current], states[current], key))
            {
                positions.Add(position);
                foreign = 0;
                continue;
            }

            if (current >= 0 && set.Automata[current].Missing(states[current]) > 0)
            {
                // Something in between, unless it goes on for too long.
                if (++foreign <= ForeignLimit)
                {
                    continue;
                }

                position = positions[0];
            }
            else if (current >= 0)
            {
                Close();
                position--;
            }
            else
            {
                current = Begin(key);
                if (current >= 0)
                {
                    positions.Add(position);
                }

                continue;
            }

            // Given up: what follows its first key may begin another.
            (current, foreign) = (-1, 0);
            positions.Clear();
        }

        if (current >= 0 && set.Automata[current].Missing(states[current]) == 0)
        {
            Close();
        }

        int Begin(int key)
        {
            for (var i = 0; i < states.Length; i++)
            {
                Array.Clear(states[i]);
                if (TryStep(set.Automata[i], states[i], key))
                {
                    return i;
                }
            }

            return -1;
        }

        void Close()
        {
            traces[current].Add(new WorkflowTrace(
                [.. positions.Select(position => stream[position])],
                elapsed is null ? null : [.. positions.Select((position, number) => number == 0 ? 0 : elapsed[(positions[number - 1] + 1)..(position + 1)].Sum())]));
        }
    }

    private static bool TryStep(WorkflowAutomaton automaton, int[] state, int key)
    {
        foreach (var step in automaton.StepsOf(key))
        {
            if (automaton.Cost(state, step) == 0)
            {
                automaton.Apply(state, step);
                return true;
            }
        }

        return false;
    }
}
