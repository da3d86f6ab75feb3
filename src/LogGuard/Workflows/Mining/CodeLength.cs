namespace LogGuard.Workflows.Mining;

/// <summary>
/// The bits that a tree needs to describe sessions. A tree that allows everything at any time needs many bits for each event; a
/// session that does not fit the tree is described key by key.
/// </summary>
/// <remarks>The minimum description length principle (Rissanen, 1978). All steps that may come now count as equally likely.</remarks>
internal static class CodeLength
{
    /// <summary>The bits for sessions of several kinds: each is described by its cheapest workflow, plus the choice of that workflow.</summary>
    public static double Of(IReadOnlyList<Workflow> workflows, TraceLog log, int keyCount)
    {
        var automata = workflows.Select(workflow => new WorkflowAutomaton(workflow)).ToArray();
        var bits = 0.0;
        for (var i = 0; i < log.Traces.Count; i++)
        {
            var best = (log.Traces[i].Length + 1) * Math.Log2(keyCount + 1);
            foreach (var automaton in automata)
            {
                best = Math.Min(best, OfFitting(automaton, log.Traces[i], new int[automaton.StateSize], StepsOf(automaton)) ?? best);
            }

            bits += log.Weights[i] * (best + Math.Log2(automata.Length + 1));
        }

        return bits;
    }

    /// <param name="automaton">The tree, its loops bounded.</param>
    /// <param name="log">The sessions.</param>
    /// <param name="keyCount">Number of keys, for sessions described key by key.</param>
    public static double Of(WorkflowAutomaton automaton, TraceLog log, int keyCount)
    {
        var bits = 0.0;
        var state = new int[automaton.StateSize];
        var steps = StepsOf(automaton);
        for (var i = 0; i < log.Traces.Count; i++)
        {
            bits += log.Weights[i] * (OfFitting(automaton, log.Traces[i], state, steps) ?? ((log.Traces[i].Length + 1) * Math.Log2(keyCount + 1)));
        }

        return bits;
    }

    private static int[] StepsOf(WorkflowAutomaton automaton) => [.. Enumerable.Range(0, automaton.StateSize).Where(automaton.IsStep)];

    private static double? OfFitting(WorkflowAutomaton automaton, int[] trace, int[] state, int[] steps)
    {
        Array.Clear(state);
        var bits = 0.0;
        foreach (var key in trace)
        {
            if (automaton.StepsOf(key) is not [var step, ..] || automaton.Cost(state, step) != 0)
            {
                return null;
            }

            bits += Math.Log2(Alternatives());
            automaton.Apply(state, step);
        }

        return automaton.Missing(state) == 0 ? bits + Math.Log2(Alternatives()) : null;

        int Alternatives() => steps.Count(step => automaton.Cost(state, step) == 0) + (automaton.Missing(state) == 0 ? 1 : 0);
    }
}
