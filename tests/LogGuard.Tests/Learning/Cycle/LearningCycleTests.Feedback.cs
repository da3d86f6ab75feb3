using LogGuard.Detection;
using LogGuard.Learning.Cycle;
using LogGuard.Learning.Snapshots;
using LogGuard.Tests.Support;
using LogGuard.Workflows;
using LogGuard.Workflows.Feedback;

namespace LogGuard.Tests.Learning;

/// <summary>Learning from answers.</summary>
public partial class LearningCycleTests
{
    [Fact]
    public void AnAnsweredStepIsLearntByTheWorkflowsAndTold()
    {
        using var bench = new LearningBench();
        bench.Learn();
        bench.Mark(LearningBench.Surplus("a b x"));

        var isLearnt = bench.LearnFeedback();
        Assert.Null(isLearnt());
        bench.TakeIn();

        Assert.True(isLearnt());
        Assert.True(bench.Cycle.Model!.Workflows.Accepts(Some.Keys("a b x c d")));
        Assert.Single(bench.Cycle.Model.LearntLessons);
        Assert.Equal("the workflows have learnt 1 of 1 answered anomalies.", bench.Told.Last());
        Assert.Equal("logguard.update steps=0 outcome=done", SpanRecorder.Describe(bench.Spans.Last()));
        Assert.Equal(("LogGuard learning", 2), bench.Posters.Last());
    }

    [Fact]
    public void AStepThatNoNetworkLearnsIsNotCounted()
    {
        using var bench = new LearningBench();
        bench.Learn();
        bench.Mark(LearningBench.Step("b", 'd', new Lesson(null, new WorkflowLesson(Some.Keys("a b d"), 3, WorkflowFault.Skipped, 0))));

        var isLearnt = bench.LearnFeedback();
        bench.TakeIn();

        Assert.True(isLearnt());
        Assert.Equal("logguard.update steps=0 outcome=done", SpanRecorder.Describe(bench.Spans.Last()));
        Assert.True(bench.Cycle.Model!.Workflows.Accepts(Some.Keys("a b d")));
        Assert.Empty(bench.Cycle.Model.LearntSteps);
    }

    [Fact]
    public void NothingIsLearntBeforeThereIsAModel()
    {
        using var bench = new LearningBench();
        bench.Mark(LearningBench.Surplus("a b x"));

        Assert.False(bench.LearnFeedback()());
        bench.Cycle.LearnFeedbackIfDue();
        bench.Clock.Advance(LearningCycle.LearningDelay);
        bench.Cycle.LearnFeedbackIfDue();
        Assert.Empty(bench.Spans);

        // Who was told so does not wait any more: the answer is learnt in its time.
        bench.Learn();
        bench.Cycle.LearnFeedbackIfDue();
        bench.Clock.Advance(LearningCycle.LearningDelay - TimeSpan.FromTicks(1));
        bench.Cycle.LearnFeedbackIfDue();
        bench.Finish();
        Assert.Single(bench.Spans);
    }

    [Fact]
    public void AnswersAreLearntOnceTheDelayIsOver()
    {
        using var bench = new LearningBench();
        bench.Learn();
        bench.Mark(LearningBench.Surplus("a b x"));
        bench.Cycle.LearnFeedbackIfDue();
        bench.Clock.Advance(LearningCycle.LearningDelay - TimeSpan.FromTicks(1));
        bench.Mark(LearningBench.Surplus("a b y"));
        bench.Cycle.LearnFeedbackIfDue();

        bench.Clock.Advance(TimeSpan.FromTicks(1));
        bench.Cycle.LearnFeedbackIfDue();
        bench.TakeIn();

        // Both in one run, and none before.
        Assert.Equal(2, bench.Cycle.Model!.LearntLessons.Count);
        Assert.Single(bench.Spans, span => span.OperationName == "logguard.update");
    }

    [Fact]
    public void WithNothingNewThereIsNothingToDo()
    {
        using var bench = new LearningBench();
        bench.Learn();

        Assert.True(bench.LearnFeedback()());
        bench.Mark(LearningBench.Count('a', 2));
        Assert.True(bench.LearnFeedback()());
        bench.Finish();

        Assert.Single(bench.Spans);
    }

    [Fact]
    public void WhoeverWasToldHastensNothing()
    {
        using var bench = new LearningBench();
        bench.Learn();
        Assert.True(bench.LearnFeedback()());

        bench.Mark(LearningBench.Surplus("a b x"));
        bench.Cycle.LearnFeedbackIfDue();
        bench.Finish();

        Assert.Single(bench.Spans);
    }

    [Fact]
    public void OneUpdateGoesOnAtATime()
    {
        using var bench = new LearningBench();
        bench.Learn();
        bench.Mark(LearningBench.Surplus("a b x"));
        bench.LearnFeedback();

        bench.Mark(LearningBench.Surplus("a b y"));
        bench.Cycle.LearnFeedbackIfDue();
        bench.Clock.Advance(LearningCycle.LearningDelay);
        bench.Cycle.LearnFeedbackIfDue();
        bench.Finish();

        Assert.Single(bench.Spans, span => span.OperationName == "logguard.update");
    }

    [Fact]
    public void WhatIsAnsweredDuringAnUpdateIsLearntRightBehindIt()
    {
        using var bench = new LearningBench();
        bench.Learn();
        bench.Mark(LearningBench.Surplus("a b x"));
        var first = bench.LearnFeedback();
        bench.Mark(LearningBench.Surplus("a b y"));
        var second = bench.LearnFeedback();

        bench.TakeIn();
        Assert.Null(first());
        Assert.Null(second());
        bench.TakeIn();

        Assert.True(first());
        Assert.True(second());
        Assert.Equal(2, bench.Cycle.Model!.LearntLessons.Count);
    }

    [Fact]
    public void AnAnswerThatIsTakenBackIsUnlearnt()
    {
        using var bench = new LearningBench();
        bench.Learn();
        var trained = bench.Cycle.Model!.Workflows;
        bench.Mark(LearningBench.Surplus("a b x"));
        bench.LearnFeedback();
        bench.TakeIn();
        Assert.NotSame(trained, bench.Cycle.Model.Workflows);

        bench.Mark(LearningBench.Surplus("a b x"), isNormal: false);
        bench.LearnFeedback();
        bench.TakeIn();

        Assert.Same(trained, bench.Cycle.Model.Workflows);
        Assert.Empty(bench.Cycle.Model.LearntLessons);
        Assert.Single(bench.Told, line => line.Contains("the workflows have learnt"));
    }

    [Fact]
    public void WhatWasLearntForAModelThatIsNotInUseAnyMoreIsDropped()
    {
        using var folder = new TemporaryFolder();
        using var bench = new LearningBench(options =>
        {
            NetworkThatDoubts(options);
            options.ModelPath = folder;
        });
        bench.Learn();
        bench.Mark(LearningBench.Surplus("a b x"));
        bench.Mark(LearningBench.Step("a b", 'd'));
        bench.LearnFeedback();
        var earlier = LearningBench.Snapshot(Enumerable.Repeat("a b c d", 55));
        Assert.True(bench.Cycle.RollBack(earlier));

        bench.TakeIn();

        Assert.Same(earlier.Model, bench.Cycle.Model);
        Assert.Empty(bench.Cycle.Model!.LearntLessons);
        Assert.Same(bench.Cycle.Model.TrainedWorkflows, bench.Cycle.Model.Workflows);
        Assert.Empty(bench.Cycle.Model.LearntSteps);
    }
}
