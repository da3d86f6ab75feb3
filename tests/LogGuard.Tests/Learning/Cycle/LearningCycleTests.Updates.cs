using LogGuard.Tests.Support;

namespace LogGuard.Tests.Learning;

/// <summary>Updates of the network.</summary>
public partial class LearningCycleTests
{
    [Fact]
    public void AnsweredStepsAreLearntByTheNetwork()
    {
        using var bench = new LearningBench(NetworkThatDoubts);
        bench.Learn();
        Assert.Equal((0, 0.01f), (bench.Cycle.Model!.Keys!.Rule.TopG, bench.Cycle.Model.Keys.Rule.ProbabilityFloor));
        var before = bench.Cycle.Model;
        bench.Mark(LearningBench.Step("a b", 'd'));
        bench.Mark(LearningBench.Count('a', 2));

        // Accepted as trained, though not by enough for a pair to count as learnt; then by more.
        bench.Script = static count => count == 1 ? 0.015f : 0.5f;
        var isLearnt = bench.LearnFeedback();
        bench.TakeIn();

        Assert.True(isLearnt());
        Assert.NotSame(before, bench.Cycle.Model);
        Assert.Single(bench.Cycle.Model.LearntSteps);
        Assert.Equal("1 of 1 answered steps are learnt, in 105 optimiser steps.", bench.Told.Last());
        Assert.Equal("logguard.update steps=1 outcome=done", SpanRecorder.Describe(bench.Spans.Last()));

        // Counts begin anew with a network, and marked ones are among them again.
        Assert.False(bench.Cycle.Model.Counts!.IsUnusual(Some.Counts("a a b c d"), out _));
        Assert.True(bench.Cycle.Model.Counts.IsUnusual(Some.Counts("a b b c d"), out _));
    }

    [Fact]
    public void AnsweredCountsAreLearntAtOnce()
    {
        using var bench = new LearningBench(WithNetwork);
        bench.Learn();
        Assert.True(bench.Cycle.Model!.Counts!.IsUnusual(Some.Counts("a a b c d"), out _));
        bench.Mark(LearningBench.Count('a', 2));

        Assert.True(bench.LearnFeedback()());

        Assert.False(bench.Cycle.Model.Counts.IsUnusual(Some.Counts("a a b c d"), out _));
    }

    [Theory]
    [InlineData(0.1, false)]
    [InlineData(1, true)]
    public void StepsThatCostMoreThanAlarmsMayAreOnlyRemembered(double alarmRate, bool isLearnt)
    {
        using var bench = new LearningBench(NetworkThatDoubts);
        bench.Learn();
        var before = bench.Cycle.Model!;
        bench.Mark(LearningBench.Step("a b", 'd'));
        bench.Options.Model.TargetAlarmRate = alarmRate;

        // Whatever was accepted is not any more, all of it.
        bench.Script = static count => count == 1 ? 0.015f : 0.005f;
        var isTold = bench.LearnFeedback();
        bench.TakeIn();

        Assert.True(isTold());
        Assert.Equal(isLearnt, !ReferenceEquals(before, bench.Cycle.Model));
        Assert.Single(bench.Cycle.Model!.LearntSteps);
        Assert.Equal(
            isLearnt
                ? "0 of 1 answered steps are learnt, in 900 optimiser steps."
                : "1 answered steps are only remembered: a network that learnt them would not expect 100 % of what was learnt before.",
            bench.Told.Last());
    }

    [Fact]
    public void LessonsThatAreLearntAreNotLearntAgainWithSteps()
    {
        using var bench = new LearningBench(NetworkThatDoubts);
        bench.Learn();
        bench.Mark(LearningBench.Surplus("a b x"));
        bench.LearnFeedback();
        bench.TakeIn();
        bench.Mark(LearningBench.Step("a b", 'd'));
        bench.LearnFeedback();
        bench.TakeIn();

        Assert.Single(bench.Told, line => line.Contains("the workflows have learnt"));
        Assert.True(bench.Cycle.Model!.Workflows.Accepts(Some.Keys("a b x c d")));
        Assert.Single(bench.Cycle.Model.LearntLessons);
        Assert.Single(bench.Cycle.Model.LearntSteps);
    }

    [Fact]
    public void AFailedUpdateIsToldAndTheMarksAnswer()
    {
        using var bench = new LearningBench(NetworkThatDoubts);
        bench.Learn();
        var before = bench.Cycle.Model;
        bench.Mark(LearningBench.Step("a b", 'd'));
        bench.Script = static _ => throw new InvalidOperationException("not my day");

        var isLearnt = bench.LearnFeedback();
        bench.TakeIn();

        Assert.True(isLearnt());
        Assert.Same(before, bench.Cycle.Model);
        Assert.Equal("the answers could not be learnt, and are only remembered: InvalidOperationException: not my day", bench.Told.Last());
        Assert.Equal(
            "logguard.update steps=1 outcome=failed Error: InvalidOperationException: not my day", SpanRecorder.Describe(bench.Spans.Last()));
    }

    [Fact]
    public void FinishEndsAnUpdateAndWaitsForItsEnd()
    {
        using var bench = new LearningBench(NetworkThatDoubts);
        bench.Learn();
        bench.Mark(LearningBench.Step("a b", 'd'));
        bench.HoldUntilFinish(0.015f);

        var isLearnt = bench.LearnFeedback();
        bench.Finish();

        Assert.False(isLearnt());
        Assert.Equal("logguard.update steps=1 outcome=cancelled", SpanRecorder.Describe(bench.Spans.Last()));
    }

    // As many batches in training as there are steps, one.
    private static void NetworkThatDoubts(AnomalyDetectorOptions options)
    {
        WithNetwork(options);
        options.Model.TargetAlarmRate = 0.1;
    }
}
