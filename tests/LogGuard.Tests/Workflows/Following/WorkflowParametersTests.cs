using LogGuard.Tests.Support;
using LogGuard.Workflows;
using LogGuard.Workflows.Following;
using LogGuard.Workflows.Mining;

namespace LogGuard.Tests.Workflows;

/// <summary>Section 4.4.1 of the paper, on workflows small enough to count by hand.</summary>
public sealed class WorkflowParametersTests
{
    [Fact]
    public void TheWindowIsTheLengthOfTheShortestWorkflow()
    {
        Workflow[] workflows = [Mine("abcdef"), Mine("xyz")];

        Assert.Equal(3, WorkflowParameters.Of(workflows)!.Value.WindowSize);
    }

    [Fact]
    public void TopGIsTheNumberOfBranchesAtTheWidestDivergencePoint()
    {
        Workflow[] workflows = [Mine("abz", "acz", "adz"), Mine("xyz")];

        Assert.Equal(3, WorkflowParameters.Of(workflows)!.Value.TopG);
    }

    [Fact]
    public void WhatIsOptionalDoesNotLengthenTheShortestPathAndALoopCountsItsLeastIterations()
    {
        var node = WorkflowNode.Sequence(
            WorkflowNode.Step(1),
            WorkflowNode.Optional(WorkflowNode.Step(2)),
            WorkflowNode.Loop(WorkflowNode.Step(3), minimum: 2, maximum: 5),
            WorkflowNode.Choice(WorkflowNode.Step(4), WorkflowNode.Sequence(WorkflowNode.Step(5), WorkflowNode.Step(6))));

        Assert.Equal(4, WorkflowParameters.ShortestLength(node));
    }

    [Fact]
    public void WithoutWorkflowsThereIsNoAdvice() => Assert.Null(WorkflowParameters.Of([]));

    private static Workflow Mine(params string[] sessions) =>
        new WorkflowMiner(key => $"step {key}").MineOne([.. sessions.Select(letters => new WorkflowTrace(Some.Keys(letters), Count: 10))], noise: 0)!;
}
