using LogGuard.Keys;
using LogGuard.Sequences;
using LogGuard.Workflows;
using LogGuard.Workflows.Following;

namespace LogGuard.Detection;

/// <summary>
/// Finds where in a workflow an anomaly is, by following the session through it from its beginning: only once something is
/// anomalous, so that detection itself pays nothing. Only touched by the reader.
/// </summary>
/// <remarks>Du et al., DeepLog (CCS 2017), section 4.4.2, and 5.5 for the step that explains a slow one.</remarks>
internal sealed partial class WorkflowLocator(LogKeyVocabulary vocabulary)
{
    private const int NextLimit = 8;

    private readonly List<Move> _moves = [];
    private readonly List<WorkflowExpectation> _next = [];
    private readonly List<int> _missing = [];
    private WorkflowSet? _set;
    private WorkflowTracker? _tracker;

    /// <summary>Places an event that is anomalous, before it is added to its session.</summary>
    /// <param name="model">What was learnt.</param>
    /// <param name="session">Its session.</param>
    /// <param name="key">Its key.</param>
    /// <param name="timestamp">When it happened, in UTC ticks.</param>
    /// <param name="verdict">What is wrong.</param>
    /// <returns>Null where no workflow fits, or too little of the session is known.</returns>
    public WorkflowContext? Locate(SessionModel model, Session session, int key, long timestamp, in Verdict verdict)
    {
        if (model.Workflows.Workflows.Count == 0)
        {
            return null;
        }

        var steps = session.History.Steps;
        var keys = new int[steps.Length + 1];
        var elapsed = new double[steps.Length + 1];
        Copy(steps, keys, elapsed);
        (keys[^1], elapsed[^1]) = (key, session.History.ElapsedUntil(timestamp));
        return (IsWhole(session) ? Find(model, keys, elapsed, verdict, atEnd: false) : null)
            ?? (model.Workflows.Tasks.Workflows.Count > 0 ? FindTask(model, session, keys, elapsed, verdict, atEnd: false) : null);
    }

    /// <summary>Places the end of a session that is anomalous.</summary>
    /// <returns>Null where no workflow fits, or too little of the session is known.</returns>
    public WorkflowContext? LocateEnd(SessionModel model, Session session, in Verdict verdict)
    {
        var steps = session.History.Steps;
        if (model.Workflows.Workflows.Count == 0 || steps.IsEmpty)
        {
            return null;
        }

        var keys = new int[steps.Length];
        var elapsed = new double[steps.Length];
        Copy(steps, keys, elapsed);
        return (IsWhole(session) ? Find(model, keys, elapsed, verdict, atEnd: true) : null)
            ?? (model.Workflows.Tasks.Workflows.Count > 0 ? FindTask(model, session, keys, elapsed, verdict, atEnd: true) : null);
    }

    // As long as the sessions that whole workflows are mined from.
    private static bool IsWhole(Session session) => session.History.IsWhole && session.History.Steps.Length <= SessionHistory.Limit;

    // Keys that were merged since the session had them are found under the one that they are now.
    private void Copy(ReadOnlySpan<SessionStep> steps, Span<int> keys, Span<double> elapsed)
    {
        for (var i = 0; i < steps.Length; i++)
        {
            (keys[i], elapsed[i]) = (vocabulary.Resolve(steps[i].Key), steps[i].ElapsedTicks);
        }
    }

    private WorkflowContext? Find(SessionModel model, int[] keys, double[] elapsed, in Verdict verdict, bool atEnd)
    {
        if (model.Workflows.Sessions.Workflows.Count == 0)
        {
            return null;
        }

        if (_tracker is null || _set != model.Workflows.Sessions)
        {
            (_set, _tracker) = (model.Workflows.Sessions, new WorkflowTracker(model.Workflows.Sessions));
        }

        // Which workflow it was is only known at the end; then the session is followed through that one alone.
        var tracker = _tracker;
        if (_set.Workflows.Count > 1)
        {
            tracker.Reset();
            foreach (var key in keys)
            {
                tracker.Advance(key);
            }
        }

        tracker.Reset(Math.Max(0, tracker.Best));
        Follow(tracker, keys);
        if (_moves.Count(move => move.IsInPlace) * 2 < keys.Length)
        {
            return null;
        }

        var slow = FindSlow(tracker, keys, elapsed, verdict.IsLate);
        var missing = Missing(tracker, atEnd);
        var (place, fault) = Choose(tracker, keys.Length, missing, slow, verdict, atEnd, verdict.IsLate);
        return Describe(tracker, keys, place, fault, missing, slow);
    }

    private void Follow(WorkflowTracker tracker, int[] keys)
    {
        _moves.Clear();
        foreach (var key in keys)
        {
            var move = tracker.Advance(key);
            _moves.Add(new Move(move.Kind, move.Step, move.Kind == WorkflowMoveKind.Skipped ? [.. tracker.SkippedSteps] : []));
        }
    }

    private List<int> Missing(WorkflowTracker tracker, bool atEnd)
    {
        _missing.Clear();
        if (atEnd)
        {
            tracker.CollectMissing(_missing);
        }

        return _missing;
    }

    // The anomaly's own line first; what was wrong before it, and nothing was said of, where that is in its place.
    private (int Place, WorkflowFault Fault) Choose(
        WorkflowTracker tracker, int count, List<int> missing, WorkflowSlowStep? slow, in Verdict verdict, bool atEnd, bool isLate)
    {
        if (!atEnd && !_moves[^1].Fits)
        {
            return (count - 1, FaultOf(_moves[^1].Kind));
        }

        var (key, partner) = verdict.About;
        if (key != 0 && _moves.FindLastIndex(move => !move.Fits && IsAbout(tracker, move, key, partner)) is >= 0 and var about)
        {
            return (about, FaultOf(_moves[about].Kind));
        }

        if (missing.Count > 0)
        {
            return (count, WorkflowFault.EndedEarly);
        }

        if (isLate || (!atEnd && slow?.Position == count))
        {
            return (count - 1, WorkflowFault.Late);
        }

        var last = _moves.FindLastIndex(move => !move.Fits);
        return last >= 0 ? (last, FaultOf(_moves[last].Kind))
            : slow is not null ? ((int)slow.Position - 1, WorkflowFault.Late)
            : (atEnd ? count : count - 1, WorkflowFault.None);
    }

    private static bool IsAbout(WorkflowTracker tracker, in Move move, int key, int partner)
    {
        foreach (var step in move.Kind == WorkflowMoveKind.Skipped ? move.Skipped : [move.Step])
        {
            if (tracker[step]?.Key is { } own && (own == key || own == partner))
            {
                return true;
            }
        }

        return false;
    }

    // Of all steps that took much longer than usual the one that cost the session most; of an event that is known to be late,
    // the step before it.
    private WorkflowSlowStep? FindSlow(WorkflowTracker tracker, int[] keys, double[] elapsed, bool isLate)
    {
        var (place, worst, usual) = (-1, 0.0, (ElapsedTimes?)null);
        for (var i = isLate ? Math.Max(1, keys.Length - 1) : 1; i < keys.Length; i++)
        {
            if (_moves[i].Step >= 0
                && (Enough(tracker.FindTransition(_moves[i - 1].Step, _moves[i].Step)?.Elapsed) ?? Enough(tracker[_moves[i].Step]!.Elapsed)) is { } times
                && (isLate || elapsed[i] > SlowStepRule.SlowFactor * times.Percentile99.Ticks) && elapsed[i] - times.Median.Ticks > worst)
            {
                (place, worst, usual) = (i, elapsed[i] - times.Median.Ticks, times);
            }
        }

        return usual is null ? null : new WorkflowSlowStep(
            vocabulary.GetTemplate(keys[place - 1]), vocabulary.GetTemplate(keys[place]), TimeSpan.FromTicks((long)elapsed[place]), usual, place + 1);

        static ElapsedTimes? Enough(ElapsedTimes? times) => times?.Count >= SlowStepRule.FewestTimes ? times : null;
    }

    private WorkflowContext Describe(
        WorkflowTracker tracker, int[] keys, int place, WorkflowFault fault, List<int> missing, WorkflowSlowStep? slow)
    {
        int[] steps = fault switch
        {
            WorkflowFault.None => [],
            WorkflowFault.EndedEarly => [.. missing],
            WorkflowFault.Skipped => _moves[place].Skipped,
            _ => [],
        };
        IReadOnlyList<string> names = fault is WorkflowFault.None or WorkflowFault.EndedEarly or WorkflowFault.Skipped
            ? [.. steps.Take(WorkflowContext.StepLimit).Select(step => tracker[step]!.Template!)]
            : [vocabulary.GetTemplate(keys[place])];
        var count = Math.Max(steps.Length, names.Count);

        // Back to where it happened: what could have followed there.
        tracker.Reset(tracker.Best);
        foreach (var key in keys.AsSpan(0, place))
        {
            tracker.Advance(key);
        }

        tracker.Expect(_next);
        return new WorkflowContext
        {
            Name = tracker.Workflow!.Name,
            Fault = fault,
            Steps = names,
            StepCount = count,
            Position = Math.Min(place + 1, keys.Length),
            Template = place < keys.Length ? vocabulary.GetTemplate(keys[place]) : null,
            LastStep = tracker[tracker.LastStep]?.Template,
            Next = [.. _next.Take(NextLimit).Select(next => new WorkflowNextStep(tracker[next.Step]?.Template, next.Share, next.Elapsed))],
            SlowStep = slow,
            Workflow = tracker.Workflow,
            Keys = keys,
            TemplateOf = vocabulary.GetTemplate,
        };
    }

    private static WorkflowFault FaultOf(WorkflowMoveKind kind) => kind switch
    {
        WorkflowMoveKind.Skipped => WorkflowFault.Skipped,
        WorkflowMoveKind.Repeated => WorkflowFault.Repeated,
        WorkflowMoveKind.OutOfOrder => WorkflowFault.OutOfOrder,
        WorkflowMoveKind.OtherBranch => WorkflowFault.OtherBranch,
        WorkflowMoveKind.Foreign => WorkflowFault.Foreign,
        _ => WorkflowFault.None,
    };

    private readonly record struct Move(WorkflowMoveKind Kind, int Step, int[] Skipped)
    {
        public bool Fits => Kind == WorkflowMoveKind.Fits;

        public bool IsInPlace => Kind is WorkflowMoveKind.Fits or WorkflowMoveKind.Skipped;
    }
}
