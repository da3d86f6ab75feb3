namespace LogGuard.Workflows;

/// <summary>
/// One session aligned with one workflow. A key that does not fit means either missing steps or a surplus event, and only later
/// events decide between them, so the cheapest few readings are kept. Bounded: twice <see cref="HypothesisLimit"/> states for
/// a session of any length; nothing is allocated after warm-up. Confined to one thread.
/// </summary>
internal sealed class WorkflowAlignment
{
    /// <summary>Number of readings kept. A swap needs two, two adjacent swaps four; keys with several steps double that.</summary>
    internal const int HypothesisLimit = 8;

    // Of the steps that log a key, only this many are tried.
    private const int StepLimit = 8;

    private readonly WorkflowAutomaton _automaton;
    private readonly int _size;
    private readonly List<Candidate> _candidates = [];
    private readonly int[] _seen;
    private readonly int[] _owed;
    private readonly int[] _early;
    private int[] _states;
    private int[] _nextStates;
    private int[] _costs = new int[HypothesisLimit];
    private int[] _nextCosts = new int[HypothesisLimit];
    private int[] _lastSteps = new int[HypothesisLimit];
    private int[] _nextLastSteps = new int[HypothesisLimit];
    private int _count;

    public WorkflowAlignment(WorkflowAutomaton automaton)
    {
        _automaton = automaton;
        _size = automaton.StateSize;
        _states = new int[_size * HypothesisLimit];
        _nextStates = new int[_size * HypothesisLimit];
        _seen = new int[_size];
        _owed = new int[_size];
        _early = new int[_size];
        Reset();
    }

    public WorkflowAutomaton Automaton => _automaton;

    /// <summary>Deviations so far in the best reading.</summary>
    public int Cost => _costs[0];

    /// <summary>The last step in place in the best reading; -1 before the first one.</summary>
    public int LastStep => _lastSteps[0];

    /// <summary>Number of events that were steps in place, including those with skipped steps before them.</summary>
    public int PlacedCount { get; private set; }

    /// <summary>Number of steps that the session still needs.</summary>
    public int Missing => _automaton.Missing(State);

    /// <summary>The steps that the last event skipped.</summary>
    public List<int> Skipped { get; } = [];

    /// <summary>The automaton's state in the best reading.</summary>
    public ReadOnlySpan<int> State => _states.AsSpan(0, _size);

    public void Reset()
    {
        Array.Clear(_states, 0, _size);
        Array.Clear(_seen);
        Array.Clear(_owed);
        Array.Clear(_early);
        Skipped.Clear();
        PlacedCount = 0;
        _count = 1;
        _costs[0] = 0;
        _lastSteps[0] = WorkflowTransition.Start;
    }

    /// <returns>The move; the caller sets its workflow.</returns>
    public WorkflowMove Advance(int key)
    {
        var steps = _automaton.StepsOf(key);
        var before = Cost;
        Skipped.Clear();
        var (kind, step, skipped) = Classify(steps);
        Branch(steps);

        // The event fits in another reading of the same cost. Steps reported as skipped are reported as late.
        if (kind != WorkflowMoveKind.Fits && Cost == before && Cost < WorkflowAutomaton.Impossible)
        {
            (kind, step, skipped) = (_owed[LastStep] > 0 ? WorkflowMoveKind.OutOfOrder : WorkflowMoveKind.Fits, LastStep, 0);
            Skipped.Clear();
        }

        if (kind == WorkflowMoveKind.Skipped && HaveAllComeEarly())
        {
            (kind, skipped) = (WorkflowMoveKind.Fits, 0);
            Skipped.Clear();
        }

        PlacedCount += kind is WorkflowMoveKind.Fits or WorkflowMoveKind.Skipped ? 1 : 0;
        if (step >= 0)
        {
            _seen[step]++;
            _owed[step] -= kind == WorkflowMoveKind.OutOfOrder && _owed[step] > 0 ? 1 : 0;
            _early[step] += kind == WorkflowMoveKind.Skipped ? 1 : 0;
        }

        foreach (var missed in Skipped)
        {
            _owed[missed]++;
        }

        return new WorkflowMove(kind, -1, step, skipped, Cost);
    }

    // Steps that were reported as too early are not missing now.
    private bool HaveAllComeEarly()
    {
        foreach (var missed in Skipped)
        {
            if (_early[missed] == 0)
            {
                return false;
            }
        }

        foreach (var missed in Skipped)
        {
            _early[missed] = Math.Max(0, _early[missed] - 1);
        }

        return true;
    }

    private (WorkflowMoveKind Kind, int Step, int Skipped) Classify(ReadOnlySpan<int> steps)
    {
        if (steps.Length == 0)
        {
            return (WorkflowMoveKind.Foreign, -1, 0);
        }

        var (best, step, obstacle) = (int.MaxValue, steps[0], 0);
        foreach (var candidate in steps[..Math.Min(steps.Length, StepLimit)])
        {
            var cost = _automaton.Cost(State, candidate, out var node);
            if (cost < best)
            {
                (best, step, obstacle) = (cost, candidate, node);
            }
        }

        if (best == 0)
        {
            return (WorkflowMoveKind.Fits, step, 0);
        }

        if (best < WorkflowAutomaton.Impossible)
        {
            _automaton.CollectSkipped(State, step, Skipped, _nextStates.AsSpan(0, _size));
            return (WorkflowMoveKind.Skipped, step, best);
        }

        // A skipped step that comes after all is out of order; a step that happened before is a repetition.
        var kind = _owed[step] > 0 ? WorkflowMoveKind.OutOfOrder
            : _automaton[obstacle].Kind == WorkflowNodeKind.Choice ? WorkflowMoveKind.OtherBranch
            : _automaton[obstacle].Kind == WorkflowNodeKind.Sequence && _seen[step] == 0 ? WorkflowMoveKind.OutOfOrder
            : WorkflowMoveKind.Repeated;
        return (kind, step, 0);
    }

    private void Branch(ReadOnlySpan<int> steps)
    {
        _candidates.Clear();
        for (var hypothesis = 0; hypothesis < _count; hypothesis++)
        {
            var state = _states.AsSpan(hypothesis * _size, _size);
            var fits = false;
            foreach (var step in steps[..Math.Min(steps.Length, StepLimit)])
            {
                var cost = _automaton.Cost(state, step);
                fits |= cost == 0;
                if (cost < WorkflowAutomaton.Impossible)
                {
                    Offer(new Candidate(Math.Min(_costs[hypothesis] + cost, WorkflowAutomaton.Impossible), hypothesis, step));
                }
            }

            if (!fits)
            {
                Offer(new Candidate(Math.Min(_costs[hypothesis] + 1, WorkflowAutomaton.Impossible), hypothesis, -1));
            }
        }

        var count = 0;
        foreach (var candidate in _candidates)
        {
            var target = _nextStates.AsSpan(count * _size, _size);
            _states.AsSpan(candidate.Hypothesis * _size, _size).CopyTo(target);
            if (candidate.Step >= 0)
            {
                _automaton.Apply(target, candidate.Step);
            }

            if (!IsKnown(target, count))
            {
                _nextCosts[count] = candidate.Cost;
                _nextLastSteps[count] = candidate.Step >= 0 ? candidate.Step : _lastSteps[candidate.Hypothesis];
                count++;
            }
        }

        (_states, _nextStates) = (_nextStates, _states);
        (_costs, _nextCosts) = (_nextCosts, _costs);
        (_lastSteps, _nextLastSteps) = (_nextLastSteps, _lastSteps);
        _count = count;
    }

    // A stable sort by cost; a step is offered before the reading that leaves the event out.
    private void Offer(Candidate candidate)
    {
        var place = _candidates.Count;
        while (place > 0 && _candidates[place - 1].Cost > candidate.Cost)
        {
            place--;
        }

        if (place < HypothesisLimit)
        {
            _candidates.Insert(place, candidate);
            if (_candidates.Count > HypothesisLimit)
            {
                _candidates.RemoveAt(HypothesisLimit);
            }
        }
    }

    private bool IsKnown(ReadOnlySpan<int> state, int count)
    {
        for (var i = 0; i < count; i++)
        {
            if (_nextStates.AsSpan(i * _size, _size).SequenceEqual(state))
            {
                return true;
            }
        }

        return false;
    }

    private readonly record struct Candidate(int Cost, int Hypothesis, int Step);
}
