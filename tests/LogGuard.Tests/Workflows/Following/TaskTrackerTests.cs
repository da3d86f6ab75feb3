using LogGuard.Tests.Support;
using LogGuard.Workflows;
using LogGuard.Workflows.Following;

namespace LogGuard.Tests.Workflows;

public class TaskTrackerTests
{
    // Two tasks that share c, and one that begins like the first.
    private static readonly string[] Tasks = ["a b c d", "e f c g", "a b h i"];

    [Fact]
    public void EachEventGoesToTheRunThatItFits()
    {
        Assert.Equal("0+ 0+ 0+ 0+ 1+ 1+ 1+ 1+", Follow("a b c d e f c g"));
        Assert.Equal("0+ 1+ 0+ 1+ 1+ 1+ 0+ 0+", Follow("a e b f c g c d"));
    }

    [Fact]
    public void SeveralRunsOfOneTaskAreFollowedAtOnce()
    {
        var closed = new List<TaskRun>();
        var follower = new TaskTracker(Set()) { OnClosed = closed.Add };
        Feed(follower, "a b a c b d c d");
        follower.Finish();

        Assert.Equal(["1 2 3 4", "1 2 3 4"], closed.Select(run => string.Join(' ', run.Keys)));
        Assert.All(closed, run => Assert.True(run is { IsClean: true, IsComplete: true, IsJoined: false }));
    }

    [Fact]
    public void ARunThatTurnsOutToBeOfAnotherTaskIsTakenForThat() => Assert.Equal("0+ 0+ 2+ 2+", Follow("a b h i"));

    [Theory]
    [InlineData("a b d", "0+ 0+ 0>")]
    [InlineData("a b c d d", "0+ 0+ 0+ 0+ 0=")]
    [InlineData("a x b", "0+ 0? 0+")]
    [InlineData("x", "?")]

    // A line of another task is foreign to the one that it interrupts, and where it interrupts none it begins its own in the middle.
    [InlineData("a g b", "0+ 0? 0+")]
    [InlineData("a b c d f", "0+ 0+ 0+ 0+ 1>")]
    public void WhatFitsNoRunGoesWhereItTakesFewestDeviations(string letters, string expected) => Assert.Equal(expected, Follow(letters));

    [Fact]
    public void RunsThatNeverEndAreGivenUp()
    {
        var closed = 0;
        var follower = new TaskTracker(Set()) { OnClosed = _ => closed++ };
        Feed(follower, string.Join(' ', Enumerable.Repeat("a", TaskTracker.OpenLimit + 3)));

        Assert.Equal(3, closed);
    }

    /// <summary>A run whose next step is long overdue does not take away the step of one that repeats itself.</summary>
    [Fact]
    public void AnOldRunDoesNotTakeARepetition()
    {
        var others = string.Join(' ', Enumerable.Repeat("e f c g", (TaskTracker.IdleLimit / 4) + 1));

        Assert.EndsWith("0+ 0+ 0+ 0+ 0=", Follow($"a b c {others} a b c d d"));
    }

    private static string Follow(string letters) => string.Join(' ', Feed(new TaskTracker(Set()), letters));

    // Told at once: the task of a run may turn out to be another.
    private static List<string> Feed(TaskTracker follower, string letters) =>
    [
        .. Some.Keys(letters).Select((key, position) => follower.Advance(position, key)).Select(move =>
            $"{move.Execution?.Task}{move.Kind switch { WorkflowMoveKind.Fits => '+', WorkflowMoveKind.Skipped => '>', WorkflowMoveKind.Foreign => '?', _ => '=' }}"),
    ];

    private static WorkflowSet Set() => new([.. Tasks.Select(task => new Workflow
    {
        Name = task,
        Root = WorkflowNode.Sequence([.. Some.Keys(task).Select(key => WorkflowNode.Step(key))]),
        IsTask = true,
    })]);
}
