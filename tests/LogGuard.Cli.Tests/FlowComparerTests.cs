using LogGuard.Cli.Flows;
using LogGuard.Workflows;

namespace LogGuard.Cli.Tests;

public class FlowComparerTests
{
    [Fact]
    public void StepsThatAreGoneAndNewAreNamed()
    {
        var diff = Compare(Flow("a", "b", "c"), Flow("a", "c", "d"));

        Assert.Equal([(FlowChangeKind.Gone, "b"), (FlowChangeKind.New, "d")], diff.Select(change => (change.Kind, change.Template)));
    }

    [Fact]
    public void AStepThatMovedIsReorderedAndTheOthersAreNot()
    {
        var diff = Compare(Flow("a", "b", "c", "d"), Flow("b", "c", "a", "d"));

        var change = Assert.Single(diff);
        Assert.Equal((FlowChangeKind.Reordered, "a", "now comes after \"b\""), (change.Kind, change.Template, change.Detail));
    }

    [Fact]
    public void StepsInAnyOrderAreNotReordered()
    {
        var first = Some(Group(WorkflowNodeKind.Concurrent, Step("a"), Step("b")));
        var second = Some(Group(WorkflowNodeKind.Concurrent, Step("b"), Step("a")));

        Assert.Empty(Compare(first, second));
    }

    [Fact]
    public void AStepThatComesMoreOftenHasBothAverages()
    {
        var second = Some(Group(WorkflowNodeKind.Sequence, Step("a"), Step("b") with { OccurrenceCount = 250 }));

        var change = Assert.Single(Compare(Flow("a", "b"), second));

        Assert.Equal((FlowChangeKind.Count, "1 times in a session, now 2.5"), (change.Kind, change.Detail));
    }

    [Fact]
    public void AStepThatTakesLongerHasBothMedians()
    {
        var second = Some(Group(WorkflowNodeKind.Sequence, Step("a"), Step("b", milliseconds: 40)));

        var change = Assert.Single(Compare(Flow("a", "b"), second));

        Assert.Equal((FlowChangeKind.Time, "took 10 ms, now 40 ms (medians)"), (change.Kind, change.Detail));
    }

    [Fact]
    public void AFlowOfOtherStepsIsAnotherFlow()
    {
        var diff = FlowComparer.Compare("A", [Flow("a", "b")], "B", [Flow("x", "y")]);

        Assert.Equal([(100L, 0L), (0L, 100L)], diff.Flows.Select(flow => (flow.SessionsBefore, flow.SessionsAfter)));
        Assert.False(diff.IsEmpty);
    }

    private static IReadOnlyList<FlowChange> Compare(Workflow first, Workflow second) => Assert.Single(FlowComparer.Compare("A", [first], "B", [second]).Flows).Changes;

    private static Workflow Flow(params string[] steps) => Some(Group(WorkflowNodeKind.Sequence, [.. steps.Select(step => Step(step))]));

    private static Workflow Some(WorkflowNode root) => new() { Name = "flow", Root = root, SessionCount = 100 };

    private static WorkflowNode Group(WorkflowNodeKind kind, params WorkflowNode[] children) => new() { Kind = kind, Children = children };

    private static WorkflowNode Step(string template, int milliseconds = 10)
    {
        var time = TimeSpan.FromMilliseconds(milliseconds);
        return new() { Kind = WorkflowNodeKind.Step, Template = template, SessionCount = 100, OccurrenceCount = 100, Elapsed = new ElapsedTimes(100, time, time, time, time, time) };
    }
}
