namespace LogGuard.Workflows.Following;

/// <summary>
/// Follows one session through the workflows of a set, event by event: finds the best fitting workflow, the session's place in
/// it, the steps that may follow, and the deviation of a key that does not fit. Confined to one thread;
/// <see cref="Reset()"/> begins the next session.
/// </summary>
/// <remarks>
/// Memory is bounded by the set alone (8 states in each of two buffers per workflow, a state being 4 bytes a node), and
/// nothing is allocated per event after warm-up. A workflow that costs <see cref="GiveUpCost"/> more than the best one is
/// no longer followed, so the time per event is that of the few remaining candidates.
/// </remarks>
internal sealed class WorkflowTracker
{
    /// <summary>A workflow with more deviations than this beyond the best workflow's is given up.</summary>
    internal const int GiveUpCost = 8;

    private readonly WorkflowSet _set;
    private readonly WorkflowAlignment[] _lanes;
    private readonly bool[] _isOut;

    public WorkflowTracker(WorkflowSet set)
    {
        _set = set;
        _lanes = new WorkflowAlignment[set.Automata.Length];
        _isOut = new bool[_lanes.Length];
        for (var i = 0; i < _lanes.Length; i++)
        {
            _lanes[i] = new WorkflowAlignment(set.Automata[i]);
        }

        Best = _lanes.Length == 0 ? -1 : 0;
    }

    /// <summary>
    /// The index in the set of the best fitting workflow: the one with the fewest deviations, then with the most events in
    /// place, then the most frequent one; -1 in an empty set.
    /// </summary>
    public int Best { get; private set; }

    /// <summary>The best fitting workflow; null in an empty set.</summary>
    public Workflow? Workflow => Best < 0 ? null : _set.Workflows[Best];

    /// <summary>All deviations of the session so far from the best workflow: missing steps and surplus events.</summary>
    public int Cost => Best < 0 ? 0 : _lanes[Best].Cost;

    /// <summary>Id of the last step in place; <see cref="WorkflowTransition.Start"/> before the first one.</summary>
    public int LastStep => Best < 0 ? WorkflowTransition.Start : _lanes[Best].LastStep;

    /// <summary>Ids of the steps that the last event skipped; valid until the next call.</summary>
    public IReadOnlyList<int> SkippedSteps => Best < 0 ? [] : _lanes[Best].Skipped;

    /// <summary>A node of the best workflow by its id.</summary>
    public WorkflowNode? this[int node] => Best < 0 || node < 0 ? null : _lanes[Best].Automaton[node];

    public void Reset()
    {
        Array.Clear(_isOut);
        Best = _lanes.Length == 0 ? -1 : 0;
        foreach (var lane in _lanes)
        {
            lane.Reset();
        }
    }

    /// <summary>As <see cref="Reset()"/>, for a session whose workflow is known.</summary>
    /// <param name="workflow">The workflow's index in the set.</param>
    public void Reset(int workflow)
    {
        Reset();
        Array.Fill(_isOut, true);
        _isOut[workflow] = false;
        Best = workflow;
    }

    /// <summary>Takes the session's next event.</summary>
    public WorkflowMove Advance(int key)
    {
        var (best, move) = (-1, new WorkflowMove(WorkflowMoveKind.Foreign, -1, -1, 0, 0));
        for (var i = 0; i < _lanes.Length; i++)
        {
            if (!_isOut[i])
            {
                var own = _lanes[i].Advance(key);
                if (best < 0 || own.Cost < move.Cost || (own.Cost == move.Cost && _lanes[i].PlacedCount > _lanes[best].PlacedCount))
                {
                    (best, move) = (i, own with { Workflow = i });
                }
            }
        }

        Best = best;
        for (var i = 0; i < _lanes.Length; i++)
        {
            _isOut[i] |= _lanes[i].Cost > move.Cost + GiveUpCost;
        }

        return move;
    }

    /// <summary>Collects the steps that may follow in the best workflow, the most frequent first.</summary>
    /// <param name="expectations">Receives the steps; cleared first.</param>
    public void Expect(List<WorkflowExpectation> expectations)
    {
        expectations.Clear();
        if (Best < 0)
        {
            return;
        }

        var automaton = _lanes[Best].Automaton;
        var state = _lanes[Best].State;
        var total = 0.0;
        for (var step = 0; step < automaton.StateSize; step++)
        {
            if (automaton.IsStep(step) && automaton.Cost(state, step) == 0)
            {
                Add(step);
            }
        }

        if (automaton.Missing(state) == 0)
        {
            Add(WorkflowTransition.End);
        }

        // Without any transition from the last step in training, all steps have the same share.
        for (var i = 0; i < expectations.Count; i++)
        {
            expectations[i] = expectations[i] with { Share = total == 0 ? 1.0 / expectations.Count : expectations[i].Share / total };
        }

        expectations.Sort(static (left, right) => (right.Share, left.Step).CompareTo((left.Share, right.Step)));

        void Add(int step)
        {
            var transition = automaton.FindTransition(LastStep, step);
            total += transition?.Count ?? 0;
            expectations.Add(new WorkflowExpectation(step, transition?.Count ?? 0, transition?.Elapsed));
        }
    }

    /// <summary>The transition between two steps; null where training had none.</summary>
    public WorkflowTransition? FindTransition(int from, int to) => Best < 0 ? null : _lanes[Best].Automaton.FindTransition(from, to);

    /// <summary>Collects the steps that are missing if the session ends here.</summary>
    /// <param name="missing">Receives their ids; cleared first.</param>
    public void CollectMissing(List<int> missing)
    {
        missing.Clear();
        if (Best >= 0)
        {
            _lanes[Best].Automaton.CollectMissing(_lanes[Best].State, missing);
        }
    }
}
