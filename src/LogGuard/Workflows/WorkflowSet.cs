namespace LogGuard.Workflows;

/// <summary>The workflows of a model, ready to be followed. Immutable; any thread may use it.</summary>
internal sealed class WorkflowSet
{
    private readonly WorkflowAutomaton[] _automata;

    public WorkflowSet(IReadOnlyList<Workflow> workflows)
    {
        Workflows = workflows;
        _automata = [.. workflows.Select(workflow => new WorkflowAutomaton(workflow))];
    }

    public static WorkflowSet Empty { get; } = new([]);

    public IReadOnlyList<Workflow> Workflows { get; }

    public ReadOnlySpan<WorkflowAutomaton> Automata => _automata;

    /// <summary>Whether one of the workflows has a whole session from beginning to end.</summary>
    public bool Accepts(ReadOnlySpan<int> keys)
    {
        foreach (var automaton in _automata)
        {
            var lane = new WorkflowLane(automaton);
            foreach (var key in keys)
            {
                lane.Advance(key);
                if (lane.Cost > 0)
                {
                    break;
                }
            }

            if (lane.Cost == 0 && lane.Missing == 0)
            {
                return true;
            }
        }

        return false;
    }
}
