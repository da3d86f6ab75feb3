using LogGuard.Tests.Support;
using LogGuard.Workflows;
using LogGuard.Workflows.Following;
using LogGuard.Workflows.Mining;

namespace LogGuard.Tests.Workflows;

public class WorkflowTrackerTests
{
    /// <summary>
    /// Figure 5: after [26, 37, 38] comes 67 where 39 was predicted. The workflow shows that it happened right after
    /// "Instance destroyed successfully" and before "Deleting instance files *".
    /// </summary>
    [Fact]
    public void AForeignKeyIsLocatedBetweenTheStepsAroundIt()
    {
        var templates = new Dictionary<int, string> { [26] = "Terminating instance", [37] = "VM Stopped", [38] = "Instance destroyed successfully", [39] = "Deleting instance files *", [40] = "Deletion complete" };
        var set = new WorkflowSet(new WorkflowMiner(key => templates[key]).Mine([new WorkflowTrace([26, 37, 38, 39, 40], null, 50)], 0));
        var tracker = new WorkflowTracker(set);
        Advance(tracker, 26, 37, 38);

        var move = tracker.Advance(67);

        Assert.Equal(WorkflowMoveKind.Foreign, move.Kind);
        Assert.Equal(1, move.Cost);
        Assert.Equal("Instance destroyed successfully", tracker[tracker.LastStep]!.Template);
        var next = Assert.Single(Expect(tracker));
        Assert.Equal("Deleting instance files *", tracker[next.Step]!.Template);
        Assert.Equal(1, next.Share);
        Assert.Equal(WorkflowMoveKind.Fits, tracker.Advance(39).Kind);
    }

    [Theory]
    [InlineData("a b c d e", "Fits Fits Fits Fits Fits", 0)]
    [InlineData("a b d e", "Fits Fits Skipped Fits", 1)]
    [InlineData("a b b c d e", "Fits Fits Repeated Fits Fits Fits", 1)]
    [InlineData("a c b d e", "Fits Skipped OutOfOrder Fits Fits", 2)]
    [InlineData("a b x c d e", "Fits Fits Foreign Fits Fits Fits", 1)]
    [InlineData("a b c d e a", "Fits Fits Fits Fits Fits Repeated", 1)]
    public void AKeyThatDoesNotFitIsNamed(string session, string expected, int cost)
    {
        var tracker = Tracker(["a b c d e"]);

        var kinds = Some.Keys(session).Select(key => tracker.Advance(key).Kind).ToArray();

        Assert.Equal(expected, string.Join(' ', kinds));
        Assert.True(tracker.Cost <= cost, $"cost {tracker.Cost}");
        Assert.Empty(Missing(tracker));
    }

    [Fact]
    public void TheSkippedStepsAreTold()
    {
        var tracker = Tracker(["a b c d e"]);
        Advance(tracker, Some.Keys("a"));

        var move = tracker.Advance(Some.Key('d'));

        Assert.Equal(2, move.SkippedCount);
        Assert.Equal(Some.Keys("b c"), tracker.SkippedSteps.Select(step => tracker[step]!.Key));
    }

    [Fact]
    public void AStepOfABranchNotTakenIsTold()
    {
        var tracker = Tracker(["a b c f g h", "a d e f g h"]);
        Advance(tracker, Some.Keys("a b"));

        Assert.Equal(WorkflowMoveKind.OtherBranch, tracker.Advance(Some.Key('e')).Kind);
    }

    [Fact]
    public void ALoopThatRunsTooOftenIsARepetition()
    {
        var tracker = Tracker(["a b b b c"]);

        Advance(tracker, Some.Keys("a b b b"));

        Assert.Equal(0, tracker.Cost);
        Assert.Equal(WorkflowMoveKind.Repeated, tracker.Advance(Some.Key('b')).Kind);
    }

    [Fact]
    public void ThreadsFitInAnyOrderAndTheirMissingStepsAreTold()
    {
        var tracker = Tracker(["a b c d", "a c b d"]);
        Advance(tracker, Some.Keys("a c"));

        Assert.Equal([Some.Key('b')], Expect(tracker).Select(next => tracker[next.Step]!.Key));
        Assert.Equal(Some.Keys("b d"), Missing(tracker).Select(step => tracker[step]!.Key));
    }

    [Fact]
    public void TheBestFittingWorkflowIsFollowed()
    {
        var tracker = Tracker(["a b c d", "a e f g"], Enumerable.Repeat("a e f g", 3));

        tracker.Advance(Some.Key('a'));
        tracker.Advance(Some.Key('b'));
        Assert.Contains(tracker.Workflow!.GetNodes(), node => node.Key == Some.Key('b'));
        tracker.Reset();
        tracker.Advance(Some.Key('a'));
        tracker.Advance(Some.Key('e'));
        Assert.Contains(tracker.Workflow!.GetNodes(), node => node.Key == Some.Key('e'));
        Assert.Equal(0, tracker.Cost);
    }

    [Fact]
    public void WhatCouldFollowIsTheMostFrequentFirst()
    {
        var tracker = Tracker(Enumerable.Repeat("a b d", 3).Append("a d").Append("a d").ToArray());
        tracker.Advance(Some.Key('a'));

        var expected = Expect(tracker);

        Assert.Equal(Some.Keys("b d"), expected.Select(next => tracker[next.Step]!.Key));
        Assert.Equal([0.6, 0.4], expected.Select(next => next.Share));
    }

    [Fact]
    public void TheEndIsExpectedWhereASessionMayEnd()
    {
        var tracker = Tracker(["a b", "a b c"]);
        Advance(tracker, Some.Keys("a b"));

        Assert.Equal(0.5, Assert.Single(Expect(tracker), next => next.Step == WorkflowTransition.End).Share);
    }

    [Fact]
    public void AnEmptySetFollowsNothing()
    {
        var tracker = new WorkflowTracker(WorkflowSet.Empty);

        Assert.Equal(new WorkflowMove(WorkflowMoveKind.Foreign, -1, -1, 0, 0), tracker.Advance(1));
        Assert.Null(tracker.Workflow);
        Assert.Empty(Expect(tracker));
    }

    [Fact]
    public void ASessionOfNothingButForeignEventsStaysForeign()
    {
        var tracker = Tracker(["a b c"]);
        var move = default(WorkflowMove);
        for (var i = 0; i < WorkflowAutomaton.Impossible + 10; i++)
        {
            move = tracker.Advance(99);
        }

        Assert.Equal((WorkflowMoveKind.Foreign, WorkflowAutomaton.Impossible), (move.Kind, move.Cost));
        Assert.Equal(WorkflowTransition.Start, tracker.LastStep);
        Assert.NotEqual(WorkflowMoveKind.Fits, tracker.Advance(Some.Key('c')).Kind);
    }

    [Fact]
    public void AnEndlessSessionTakesNoMemory()
    {
        var tracker = Tracker(["a b b c d e", "a b c e d"]);
        var session = Some.Keys("a b x b c a d e c b x x");
        Advance(tracker, [.. session, .. session]);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++)
        {
            foreach (var key in session)
            {
                tracker.Advance(key);
            }
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static List<int> Missing(WorkflowTracker tracker)
    {
        var missing = new List<int>();
        tracker.CollectMissing(missing);
        return missing;
    }

    private static void Advance(WorkflowTracker tracker, params int[] keys)
    {
        foreach (var key in keys)
        {
            tracker.Advance(key);
        }
    }

    private static List<WorkflowExpectation> Expect(WorkflowTracker tracker)
    {
        var expectations = new List<WorkflowExpectation>();
        tracker.Expect(expectations);
        return expectations;
    }

    private static WorkflowTracker Tracker(string[] sessions, IEnumerable<string>? more = null) =>
        new(new WorkflowSet(new WorkflowMiner(key => $"step {key}").Mine([.. sessions.Concat(more ?? []).Select(letters => new WorkflowTrace(Some.Keys(letters)))], 0)));
}
