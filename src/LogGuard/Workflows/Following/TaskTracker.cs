namespace LogGuard.Workflows.Following;

/// <summary>
/// Follows the tasks in one stream that several tasks write into at once. An event goes to the run that it fits (of several, the
/// one active last) or begins a run; an event that fits no run goes to the run that it fits with the fewest deviations. Keys
/// that belong to no task are passed over. Confined to one thread.
/// </summary>
/// <remarks>
/// Du et al., DeepLog (CCS 2017), section 4.1, lets tasks follow each other; several machines or threads that write into one
/// log make them overlap. Bounded: at most <see cref="OpenLimit"/> runs are open; beyond that the least recently active run is closed.
/// </remarks>
internal sealed class TaskTracker
{
    /// <summary>Runs that are open at once; time per event grows with it.</summary>
    internal const int OpenLimit = 32;

    /// <summary>
    /// Events of other runs between two steps of a run before its next step counts as late, where its times are not known: a
    /// quarter of the events in a cut history.
    /// </summary>
    internal const int IdleLimit = 64;

    /// <summary>
    /// Events of other runs behind a run's last event within which a step counts as repeated: the default window size of a key
    /// model, which finds nothing unusual about a repetition farther away.
    /// </summary>
    internal const int RepeatLimit = ModelOptions.DefaultWindowSize;

    private readonly WorkflowSet _tasks;
    private readonly HashSet<int> _keys;
    private readonly int _firstSteps;

    // Least recently active first.
    private readonly List<TaskRun> _open = [];
    private int[] _scratch = [];
    private int[] _trial = [];
    private TaskRun? _last;

    /// <param name="tasks">The tasks.</param>
    public TaskTracker(WorkflowSet tasks)
    {
        _tasks = tasks;
        _keys = [.. tasks.Keys];
        foreach (var automaton in tasks.Automata)
        {
            _firstSteps += CountFitting(automaton, new int[automaton.StateSize]);
        }
    }

    /// <summary>Called with each run that has ended or was closed; may be null.</summary>
    public Action<TaskRun>? OnClosed { get; init; }

    /// <summary>The run of the last event that was a step; null before the first one.</summary>
    public TaskRun? Last => _last;

    public void Reset()
    {
        _open.Clear();
        _last = null;
    }

    /// <summary>Takes the stream's next event.</summary>
    /// <param name="position">Its place; ascending.</param>
    /// <param name="key">Its key.</param>
    /// <param name="times">The time of each event up to and with this one, in ticks; empty where not known.</param>
    /// <returns>The run that the event belongs to.</returns>
    public TaskMove Advance(int position, int key, ReadOnlySpan<long> times = default)
    {
        CloseEnded(position);
        var move = Choose(position, key, times);
        var execution = move.Execution;
        if (execution is null || move.Kind == WorkflowMoveKind.Foreign)
        {
            // A foreign event interrupts nothing: the runs stay as they are.
            return move;
        }

        if (move.Kind is WorkflowMoveKind.Fits or WorkflowMoveKind.Skipped)
        {
            var automaton = _tasks.Automata[execution.Task];
            automaton.Apply(execution.State, move.Step);
            execution.LastStep = move.Step;
            execution.IsComplete = automaton.Missing(execution.State) == 0;
        }

        execution.IsClean &= move.Kind == WorkflowMoveKind.Fits;
        execution.Positions.Add(position);
        execution.Keys.Add(key);
        if (!_open.Remove(execution) && _open.Count == OpenLimit)
        {
            Close(_open[0]);
        }

        _open.Add(execution);

        _last = execution;
        return move;
    }

    /// <summary>The most recently active run; unfinished runs come before ended ones.</summary>
    public TaskRun? FindLast() => _open.FindLast(open => !open.IsComplete) ?? _open.LastOrDefault();

    /// <summary>Number of steps that may come now, in open runs and in runs that may begin.</summary>
    public int CountNext()
    {
        var count = _firstSteps;
        foreach (var open in _open)
        {
            count += CountFitting(_tasks.Automata[open.Task], open.State);
        }

        return count;
    }

    /// <summary>Closes all runs: the stream ends here.</summary>
    public void Finish()
    {
        foreach (var execution in _open.ToArray())
        {
            Close(execution);
        }
    }

    /// <summary>The usual time from the last step, or from any step, to this one; null where it was measured too rarely.</summary>
    private ElapsedTimes? TimesOf(TaskRun execution, int step)
    {
        var automaton = _tasks.Automata[execution.Task];
        var times = automaton.FindTransition(execution.LastStep, step)?.Elapsed ?? automaton[step].Elapsed;
        return times?.Count >= SlowStepRule.FewestTimes ? times : null;
    }

    private TaskMove Choose(int position, int key, ReadOnlySpan<long> times)
    {
        // Foreign to the run that it interrupts, or to none. Nothing else applies to a key that belongs to no task.
        var interrupted = _last is { IsComplete: false } ? _last : null;
        var best = new TaskMove(WorkflowMoveKind.Foreign, FindLast(), -1, _keys.Contains(key) ? 1 : 0);
        if (best.Cost == 0)
        {
            return best;
        }

        var isForeign = true;
        var cost = interrupted is null ? int.MaxValue : 1;
        for (var i = _open.Count - 1; i >= 0 && cost > 0; i--)
        {
            var execution = _open[i];
            foreach (var step in _tasks.Automata[execution.Task].StepsOf(key))
            {
                var (kind, own) = Weigh(execution, step, position, times);
                if (own < cost || (own == cost && isForeign))
                {
                    (cost, isForeign) = (own, false);
                    best = new TaskMove(kind, execution, step, own);
                }
            }
        }

        if (cost == 0)
        {
            return best;
        }

        if (Begin(key, interrupted) is { } begun && (begun.Cost == 0 || begun.Cost < cost))
        {
            return begun;
        }

        // Two tasks may begin with the same steps.
        return Switch(key) ?? best;
    }

    private (WorkflowMoveKind Kind, int Cost) Weigh(TaskRun execution, int step, int position, ReadOnlySpan<long> times)
    {
        var cost = _tasks.Automata[execution.Task].Cost(execution.State, step);
        var isLate = times.IsEmpty || TimesOf(execution, step) is not { } usual
            ? position - execution.LastPosition > IdleLimit
            : times[position] - times[execution.LastPosition] > SlowStepRule.SlowFactor * usual.Percentile99.Ticks;

        // Late and with another run active since: equally likely, that run has lost its own first steps.
        var lateness = !isLate ? 0 : execution == _last ? 1 : 2;
        if (cost < WorkflowAutomaton.Impossible)
        {
            return (cost == 0 ? WorkflowMoveKind.Fits : WorkflowMoveKind.Skipped, cost + lateness);
        }

        // A run that has ended may only repeat its last step, and only at once; any other step begins a new run.
        var mayRepeat = execution.IsComplete
            ? execution == _last && execution.Keys[^1] == _tasks.Automata[execution.Task][step].Key
            : position - execution.LastPosition <= RepeatLimit;
        return (WorkflowMoveKind.Repeated, mayRepeat ? 1 : int.MaxValue);
    }

    // Begins the task with the fewest missing steps. A task without its beginning that interrupts another run is less likely than
    // a foreign line.
    private TaskMove? Begin(int key, TaskRun? interrupted)
    {
        TaskMove? best = null;
        for (var task = 0; task < _tasks.Automata.Length; task++)
        {
            var automaton = _tasks.Automata[task];
            var fresh = Fresh(ref _scratch, automaton.StateSize);
            foreach (var step in automaton.StepsOf(key))
            {
                var cost = automaton.Cost(fresh, step);
                cost += cost > 0 && interrupted is not null ? 1 : 0;
                if (cost < WorkflowAutomaton.Impossible && cost < (best?.Cost ?? int.MaxValue))
                {
                    var kind = cost == 0 ? WorkflowMoveKind.Fits : WorkflowMoveKind.Skipped;
                    best = new TaskMove(kind, new TaskRun(task, automaton.StateSize) { IsJoined = cost > 0 }, step, cost);
                }
            }
        }

        return best;
    }

    // Finds another task in which all events of the last run, and this one, are steps in place.
    private TaskMove? Switch(int key)
    {
        if (_last is not { IsClean: true, IsJoined: false } execution || !_open.Contains(execution))
        {
            return null;
        }

        for (var task = 0; task < _tasks.Automata.Length; task++)
        {
            var automaton = _tasks.Automata[task];
            var state = Fresh(ref _trial, automaton.StateSize);
            var lastStep = WorkflowTransition.Start;
            if (task != execution.Task && execution.Keys.TrueForAll(own => TryStep(automaton, state, own, ref lastStep)))
            {
                foreach (var step in automaton.StepsOf(key))
                {
                    if (automaton.Cost(state, step) == 0)
                    {
                        (execution.Task, execution.State, execution.LastStep) = (task, [.. state], lastStep);
                        return new TaskMove(WorkflowMoveKind.Fits, execution, step, 0);
                    }
                }
            }
        }

        return null;
    }

    private static bool TryStep(WorkflowAutomaton automaton, int[] state, int key, ref int lastStep)
    {
        foreach (var step in automaton.StepsOf(key))
        {
            if (automaton.Cost(state, step) == 0)
            {
                automaton.Apply(state, step);
                lastStep = step;
                return true;
            }
        }

        return false;
    }

    private static int CountFitting(WorkflowAutomaton automaton, int[] state)
    {
        var count = 0;
        for (var step = 0; step < automaton.StateSize; step++)
        {
            count += automaton.IsStep(step) && automaton.Cost(state, step) == 0 ? 1 : 0;
        }

        return count;
    }

    private void CloseEnded(int position)
    {
        for (var i = _open.Count - 1; i >= 0; i--)
        {
            if (_open[i].IsComplete && position - _open[i].LastPosition > IdleLimit)
            {
                Close(_open[i]);
            }
        }
    }

    private void Close(TaskRun execution)
    {
        _open.Remove(execution);
        OnClosed?.Invoke(execution);
    }

    private static int[] Fresh(ref int[] state, int size)
    {
        if (state.Length != size)
        {
            state = new int[size];
        }

        Array.Clear(state);
        return state;
    }
}

/// <summary>The run that an event belongs to, and how it fits there.</summary>
/// <param name="Kind">How it fits the run.</param>
/// <param name="Execution">The run; for a foreign event the most recently active one, or null.</param>
/// <param name="Step">Id of its step; -1 for a foreign event.</param>
/// <param name="Cost">Number of deviations.</param>
internal readonly record struct TaskMove(WorkflowMoveKind Kind, TaskRun? Execution, int Step, int Cost);
