using System.Diagnostics;
using LogGuard;
using LogGuard.Workflows;
using WebApi.Faults;
using WebApi.Load;
using WebApi.Orders;

namespace WebApi.Tests;

public class FaultScoreTests
{
    [Fact]
    public void ARequestCountsOnceHoweverManyAnomaliesItHas()
    {
        var faults = new[] { (FaultKind.SkippedStep, Some.Sent("a", "step")), (FaultKind.SkippedStep, Some.Sent("b", "step")) };
        var anomalies = new[]
        {
            (Some.Anomaly("a") with { SkippedStep = "step" }, 0L), (Some.Anomaly("a"), 0L), (Some.Anomaly("x"), 0L), (Some.Anomaly("x"), 0L),
        };

        var score = FaultScore.Of(faults, anomalies);

        Assert.Equal((2, 1, 1, 1), (score.Faults, score.Found, score.StepRight, score.FalseAlarms));
        Assert.Equal("b", Assert.Single(score.Missed).Sent.TraceId);
        Assert.Equal("x", Assert.Single(score.False).SessionId);
    }

    [Fact]
    public void OnlyTheFirstAnomalyOfARequestIsAskedForTheStep()
    {
        var faults = new[] { (FaultKind.SkippedStep, Some.Sent("a", "step")) };
        var anomalies = new[] { (Some.Anomaly("a"), 0L), (Some.Anomaly("a") with { SkippedStep = "step" }, 0L) };

        Assert.Equal((1, 0), (FaultScore.Of(faults, anomalies).Found, FaultScore.Of(faults, anomalies).StepRight));
    }

    [Fact]
    public void TheWorstDetectionIsTheLongestTimeFromAnAnswerToItsFirstAnomaly()
    {
        var second = Stopwatch.Frequency;
        var faults = new[] { (FaultKind.SlowStep, Some.Sent("early", "s", ended: 5 * second)), (FaultKind.SlowStep, Some.Sent("late", "s", ended: second)) };
        var anomalies = new[] { (Some.Anomaly("early"), second), (Some.Anomaly("late"), 3 * second), (Some.Anomaly("late"), 9 * second) };

        var score = FaultScore.Of(faults, anomalies);
        Assert.Equal((TimeSpan.FromSeconds(2), 1, "late"), (score.WorstDetection, score.Late, score.Slowest?.SessionId));
        Assert.Equal(TimeSpan.Zero, FaultScore.Of(faults[..1], anomalies).WorstDetection);
    }

    [Fact]
    public void ASkippedStepIsNamedAsSkippedOrMissing()
    {
        Assert.True(FaultScore.Names(FaultKind.SkippedStep, "s", Some.Anomaly("a") with { SkippedStep = "s" }));
        Assert.True(FaultScore.Names(FaultKind.SkippedStep, "s", Some.Anomaly("a") with { Workflow = Some.Workflow(WorkflowFault.EndedEarly, "r", "s") }));
        Assert.False(FaultScore.Names(FaultKind.SkippedStep, "s", Some.Anomaly("a", "s") with { Workflow = Some.Workflow(WorkflowFault.Repeated, "s") }));
        Assert.False(FaultScore.Names(FaultKind.SkippedStep, "s", Some.Anomaly("a") with { SkippedStep = "r" }));
    }

    [Fact]
    public void ASlowStepIsNamedByItsLateLine()
    {
        var value = new UnusualValue { Name = "elapsed time", Value = 3, Confidence = 0.999 };
        var slow = new WorkflowSlowStep("r", "s", TimeSpan.FromSeconds(3), new ElapsedTimes(100, default, default, default, default, default), 3);

        Assert.True(FaultScore.Names(FaultKind.SlowStep, "s", Some.Anomaly("a", "s") with { UnusualValue = value }));
        Assert.True(FaultScore.Names(FaultKind.SlowStep, "s", Some.Anomaly("a", "t") with { Workflow = Some.Workflow(WorkflowFault.Late, "s") with { SlowStep = slow } }));
        Assert.False(FaultScore.Names(FaultKind.SlowStep, "s", Some.Anomaly("a", "s")));
        Assert.False(FaultScore.Names(FaultKind.SlowStep, "s", Some.Anomaly("a", "t") with { UnusualValue = value }));
    }

    [Fact]
    public void AStormIsNamedByItsLineAndAnExceptionByTheLineThatReportsIt()
    {
        Assert.True(FaultScore.Names(FaultKind.RetryStorm, OrderTemplates.TryingAgain, Some.Anomaly("a", OrderTemplates.TryingAgain)));
        Assert.False(FaultScore.Names(FaultKind.RetryStorm, OrderTemplates.TryingAgain, Some.Anomaly("a")));
        Assert.True(FaultScore.Names(FaultKind.NewException, OrderTemplates.Stored, Some.Anomaly("a", OrderTemplates.RequestFailed)));
        Assert.False(FaultScore.Names(FaultKind.NewException, OrderTemplates.Stored, Some.Anomaly("a", OrderTemplates.Stored)));
    }
}
