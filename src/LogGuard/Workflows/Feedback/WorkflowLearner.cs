using LogGuard.Keys;
using LogGuard.Workflows.Following;

namespace LogGuard.Workflows.Feedback;

/// <summary>
/// Teaches workflows that a session's deviations were normal: skipped steps become optional, a repeated step becomes a loop, a
/// new step is inserted, and a long time is added to the usual ones. Learning begins with the mined workflows, so the same
/// answers give the same workflows in any order, and each answer can be taken back. Workflows judge nothing, so no verdict
/// depends on it. A change after which the session still does not fit is not made.
/// </summary>
/// <remarks>
/// A tree cannot make a step optional in one context only, so the step becomes optional in all: more than the one edge that
/// an automaton would get (Du et al., DeepLog, CCS 2017, section 4), and the same as after mining.
/// </remarks>
internal sealed class WorkflowLearner(LogKeyVocabulary vocabulary)
{
    /// <summary>Number of lessons that were learnt or were known already.</summary>
    public int LearntCount { get; private set; }

    /// <summary>Learns. On any one thread.</summary>
    /// <param name="trained">The mined workflows; unchanged.</param>
    /// <param name="lessons">The deviations that were marked normal, in a fixed order.</param>
    /// <param name="cancellation">Ends it early.</param>
    /// <exception cref="OperationCanceledException">It was ended early.</exception>
    public WorkflowSet Learn(WorkflowSet trained, IEnumerable<WorkflowLesson> lessons, CancellationToken cancellation = default)
    {
        LearntCount = 0;
        var set = trained;

        // Earlier deviations of a session first: later ones can only be placed after them.
        foreach (var lesson in lessons.OrderBy(lesson => lesson.Position))
        {
            cancellation.ThrowIfCancellationRequested();
            var keys = Array.ConvertAll(lesson.Keys, vocabulary.Resolve);
            if (set.Workflows.Count > 0 && Find(set, keys) is >= 0 and var place && Learn(set.Workflows[place], keys, lesson) is { } learnt)
            {
                LearntCount++;
                set = ReferenceEquals(learnt, set.Workflows[place])
                    ? set
                    : new WorkflowSet([.. set.Workflows.Select((workflow, i) => i == place ? learnt : workflow)]);
            }
        }

        return set;
    }

    // The workflow that the session followed, found as for an anomaly's context.
    private static int Find(WorkflowSet set, int[] keys)
    {
        var tracker = new WorkflowTracker(set);
        foreach (var key in keys)
        {
            tracker.Advance(key);
        }

        var (best, inPlace) = (Math.Max(0, tracker.Best), 0);
        tracker.Reset(best);
        foreach (var key in keys)
        {
            inPlace += tracker.Advance(key).Kind is WorkflowMoveKind.Fits or WorkflowMoveKind.Skipped ? 1 : 0;
        }

        return inPlace * 2 < keys.Length ? -1 : best;
    }

    private Workflow? Learn(Workflow workflow, int[] keys, WorkflowLesson lesson)
    {
        var automaton = new WorkflowAutomaton(workflow);
        var lane = new WorkflowAlignment(automaton);
        if (lesson.Fault == WorkflowFault.EndedEarly)
        {
            keys.AsSpan().Follow(lane);
            return lane.Missing == 0 ? workflow : LearnEnd(workflow, lane, keys);
        }

        var before = keys.AsSpan(0, lesson.Position - 1);
        before.Follow(lane);
        var (cost, last) = (lane.Cost, lane.LastStep);
        var place = lane.State.ToArray();
        var key = keys[lesson.Position - 1];
        var move = lane.Advance(key);
        if (lesson.Fault == WorkflowFault.Late)
        {
            return move.Step < 0 ? null : Widen(workflow, automaton, last, move.Step, lesson.ElapsedTicks);
        }

        if (move.Kind == WorkflowMoveKind.Fits)
        {
            return workflow;
        }

        if (key == LogKey.Unknown)
        {
            return null;
        }

        foreach (var draft in Drafts(workflow, automaton, place, lane, move, last, key))
        {
            if (WorkflowValidation.FindFault(draft) is null && HasNoFault(draft, before, key, cost))
            {
                return draft;
            }
        }

        return null;
    }

    private static Workflow? LearnEnd(Workflow workflow, WorkflowAlignment lane, int[] keys)
    {
        var missing = new List<int>();
        lane.Automaton.CollectMissing(lane.State, missing);
        foreach (var shortensLoops in (bool[])[false, true])
        {
            var draft = new WorkflowEditor(workflow);
            draft.MakeOptional(missing, shortensLoops);
            draft.Connect(draft[lane.LastStep], null);
            var learnt = draft.Close();
            var again = new WorkflowAlignment(new WorkflowAutomaton(learnt));
            keys.AsSpan().Follow(again);
            if (again.Missing == 0 && again.Cost <= lane.Cost && WorkflowValidation.FindFault(learnt) is null)
            {
                return learnt;
            }
        }

        return null;
    }

    // Changes that may make the step fit, the most specific first.
    private IEnumerable<Workflow> Drafts(
        Workflow workflow, WorkflowAutomaton automaton, int[] state, WorkflowAlignment lane, WorkflowMove move, int last, int key)
    {
        if (move.Kind == WorkflowMoveKind.Skipped)
        {
            int[] skipped = [.. lane.Skipped];
            yield return Change(draft => draft.MakeOptional(skipped, shortensLoops: false), draft => draft[move.Step]);
            yield return Change(draft => draft.MakeOptional(skipped, shortensLoops: true), draft => draft[move.Step]);
        }

        if (move.Kind == WorkflowMoveKind.Repeated)
        {
            automaton.Cost(state, move.Step, out var obstacle);
            if (automaton[obstacle].Kind == WorkflowNodeKind.Loop)
            {
                yield return Change(draft => draft.Lengthen(obstacle), draft => draft[move.Step]);
            }

            yield return Change(draft => draft.Repeat(move.Step), draft => draft[move.Step]);
            if (last >= 0 && last != move.Step)
            {
                yield return Change(draft => draft.Repeat(move.Step, last), draft => draft[move.Step]);
            }
        }

        var step = WorkflowNode.Step(key, vocabulary.GetTemplate(key));
        yield return Change(draft => draft.Insert(step, last), draft => draft.Added);

        Workflow Change(Action<WorkflowEditor> change, Func<WorkflowEditor, WorkflowEditor.Part?> to)
        {
            var draft = new WorkflowEditor(workflow);
            change(draft);
            draft.Connect(draft[last], to(draft));
            return draft.Close();
        }
    }

    private static bool HasNoFault(Workflow workflow, ReadOnlySpan<int> before, int key, int cost)
    {
        var lane = new WorkflowAlignment(new WorkflowAutomaton(workflow));
        before.Follow(lane);
        return lane.Cost <= cost && lane.Advance(key).Kind == WorkflowMoveKind.Fits;
    }

    // Raises the 99th percentile to the late time: a time that was marked normal must not be reported as slow again.
    private static Workflow? Widen(Workflow workflow, WorkflowAutomaton automaton, int from, int to, long ticks)
    {
        if (automaton.FindTransition(from, to) is { Elapsed.Count: >= SlowStepRule.FewestTimes } edge)
        {
            return edge.Elapsed.Percentile99.Ticks >= ticks ? workflow : workflow with
            {
                Transitions = [.. workflow.Transitions.Select(transition => transition == edge ? transition with { Elapsed = Widen(edge.Elapsed, ticks) } : transition)],
            };
        }

        if (automaton[to].Elapsed is not { } own || own.Percentile99.Ticks >= ticks)
        {
            return workflow;
        }

        var next = 0;
        return workflow with { Root = WithElapsed(workflow.Root, to, Widen(own, ticks), ref next) };
    }

    private static ElapsedTimes Widen(ElapsedTimes times, long ticks) => times with
    {
        Count = times.Count + 1,
        Percentile99 = new TimeSpan(Math.Max(times.Percentile99.Ticks, ticks)),
        Longest = new TimeSpan(Math.Max(times.Longest.Ticks, ticks)),
    };

    private static WorkflowNode WithElapsed(WorkflowNode node, int id, ElapsedTimes times, ref int next)
    {
        if (next++ == id)
        {
            return node with { Elapsed = times };
        }

        var children = new List<WorkflowNode>();
        foreach (var child in node.Children)
        {
            children.Add(WithElapsed(child, id, times, ref next));
        }

        return node with { Children = children };
    }
}

file static class KeyFollowing
{
    public static void Follow(this ReadOnlySpan<int> keys, WorkflowAlignment lane)
    {
        foreach (var key in keys)
        {
            lane.Advance(key);
        }
    }

    public static void Follow(this Span<int> keys, WorkflowAlignment lane) => ((ReadOnlySpan<int>)keys).Follow(lane);
}
