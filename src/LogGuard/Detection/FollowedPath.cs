using LogGuard.Keys;
using LogGuard.Workflows;
using LogGuard.Workflows.Following;

namespace LogGuard.Detection;

/// <summary>
/// The path of some events through one workflow, and what an anomaly among them is there. Shared by <see cref="SessionLocator"/>
/// and <see cref="TaskLocator"/>; reused, and only accessed by the reader.
/// </summary>
internal sealed class FollowedPath(LogKeyVocabulary vocabulary, WorkflowTracker tracker)
{
    private const int NextLimit = 8;

    private readonly List<FollowedMove> _moves = [];
    private readonly List<WorkflowExpectation> _next = [];
    private readonly List<int> _missing = [];

    /// <summary>One move for each event, in order.</summary>
    public List<FollowedMove> Moves => _moves;

    /// <summary>Follows events through a workflow from its beginning.</summary>
    /// <param name="workflow">Index of the workflow.</param>
    /// <param name="keys">The events' keys.</param>
    public void Follow(int workflow, ReadOnlySpan<int> keys)
    {
        tracker.Reset(workflow);
        _moves.Clear();
        foreach (var key in keys)
        {
            var move = tracker.Advance(key);
            _moves.Add(new FollowedMove(move.Kind, move.Step, move.Kind == WorkflowMoveKind.Skipped ? [.. tracker.SkippedSteps] : []));
        }
    }

    /// <summary>Describes the anomaly on the path.</summary>
    /// <param name="keys">The events' keys, one for each move.</param>
    /// <param name="elapsed">Ticks between each event and the one before.</param>
    /// <param name="verdict">The finding.</param>
    /// <param name="atEnd">Whether the anomaly is the end of the session, and not the last event.</param>
    /// <param name="isLate">Whether the last event is known to be late.</param>
    public WorkflowContext Describe(int[] keys, double[] elapsed, Verdict verdict, bool atEnd, bool isLate)
    {
        var slow = FindSlow(keys, elapsed, isLate);
        _missing.Clear();
        if (atEnd)
        {
            tracker.CollectMissing(_missing);
        }

        var (place, fault) = Choose(keys.Length, slow, verdict, atEnd, isLate);
        return Describe(keys, place, fault, slow);
    }

    // The fault at the anomaly's own line comes first, then an earlier one that was not reported.
    private (int Place, WorkflowFault Fault) Choose(int count, WorkflowSlowStep? slow, Verdict verdict, bool atEnd, bool isLate)
    {
        if (!atEnd && !_moves[^1].Fits)
        {
            return (count - 1, FaultOf(_moves[^1].Kind));
        }

        var (key, partner) = verdict.About;
        if (key != 0 && _moves.FindLastIndex(move => !move.Fits && IsAbout(move, key, partner)) is >= 0 and var about)
        {
            return (about, FaultOf(_moves[about].Kind));
        }

        if (_missing.Count > 0)
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

    private bool IsAbout(in FollowedMove move, int key, int partner)
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

    // The step that took much longer than usual and cost the session most; the step before the last event if that is known to be
    // late.
    private WorkflowSlowStep? FindSlow(int[] keys, double[] elapsed, bool isLate)
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

    private WorkflowContext Describe(int[] keys, int place, WorkflowFault fault, WorkflowSlowStep? slow)
    {
        int[] steps = fault switch
        {
            WorkflowFault.None => [],
            WorkflowFault.EndedEarly => [.. _missing],
            WorkflowFault.Skipped => _moves[place].Skipped,
            _ => [],
        };
        IReadOnlyList<string> names = fault is WorkflowFault.None or WorkflowFault.EndedEarly or WorkflowFault.Skipped
            ? [.. steps.Take(WorkflowContext.StepLimit).Select(step => tracker[step]!.Template!)]
            : [vocabulary.GetTemplate(keys[place])];
        var count = Math.Max(steps.Length, names.Count);

        // Back to the place of the anomaly, for the steps that could have followed there.
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
}
