using LogGuard.Learning.Cycle;
using LogGuard.Tests.Support;

namespace LogGuard.Tests.Learning;

/// <summary>Saving answers, which come in runs.</summary>
public partial class LearningCycleTests
{
    [Fact]
    public void MarksAreSavedOnceTheDelayIsOver()
    {
        using var folder = new TemporaryFolder();
        using var bench = Saving(folder);
        bench.Learn();
        bench.Mark(LearningBench.Count('a', 2));
        bench.Cycle.SaveFeedbackIfDue();
        bench.Clock.Advance(LearningCycle.FeedbackDelay - TimeSpan.FromTicks(1));
        bench.Mark(LearningBench.Count('a', 3));
        bench.Cycle.SaveFeedbackIfDue();
        Assert.Equal(1, bench.SavedCount);

        bench.Clock.Advance(TimeSpan.FromTicks(1));
        bench.Cycle.SaveFeedbackIfDue();

        Assert.Equal(2, bench.SavedCount);
        Assert.Equal(2, bench.Load().NormalPatterns.Count);

        // The next run has a delay of its own.
        bench.Mark(LearningBench.Count('a', 4));
        bench.Cycle.SaveFeedbackIfDue();
        Assert.Equal(2, bench.SavedCount);
    }

    [Fact]
    public void WithoutAnswersNothingIsSavedHoweverLongItTakes()
    {
        using var folder = new TemporaryFolder();
        using var bench = Saving(folder);
        bench.Learn();

        LetFeedbackBeDue(bench);

        Assert.Equal(1, bench.SavedCount);
    }

    [Fact]
    public void MarksFromBeforeThereIsAModelWaitForIt()
    {
        using var folder = new TemporaryFolder();
        using var bench = Saving(folder);
        bench.Collect(3);
        bench.Mark(LearningBench.Count('a', 2));

        LetFeedbackBeDue(bench);

        Assert.Equal(0, bench.SavedCount);
    }

    [Fact]
    public void WhatWorkflowsLearntFromSavedAnswersIsSavedToo()
    {
        using var folder = new TemporaryFolder();
        using var bench = Saving(folder);
        bench.Learn();
        bench.Mark(LearningBench.Surplus("a b x"));
        bench.Cycle.Save();
        bench.LearnFeedback();
        bench.TakeIn();

        LetFeedbackBeDue(bench);

        Assert.Equal(3, bench.SavedCount);
        Assert.Single(bench.Load().Model!.LearntLessons);
    }

    [Theory]
    [InlineData(0.5f)]
    [InlineData(0.005f)]
    public void WhatANetworkLearntFromSavedAnswersIsSavedToo(float probability)
    {
        using var folder = new TemporaryFolder();
        using var bench = new LearningBench(options =>
        {
            NetworkThatDoubts(options);
            options.ModelPath = folder;
        });
        bench.Learn();
        bench.Mark(LearningBench.Step("a b", 'd'));
        bench.Cycle.Save();

        // Learnt, or too dear and only remembered.
        bench.Script = count => count == 1 ? 0.015f : probability;
        bench.LearnFeedback();
        bench.TakeIn();

        LetFeedbackBeDue(bench);

        Assert.Equal(3, bench.SavedCount);
        Assert.Single(bench.Load().Model!.LearntSteps);
    }

    [Fact]
    public void MarksThatComeBehindTheEndAreSaved()
    {
        using var folder = new TemporaryFolder();
        using var bench = Saving(folder);
        bench.Learn();
        bench.Finish();
        bench.Cycle.SaveLateFeedback();
        Assert.Equal(1, bench.SavedCount);

        bench.Mark(LearningBench.Count('a', 2));
        bench.Cycle.SaveLateFeedback();

        Assert.Equal(2, bench.SavedCount);
        Assert.Single(bench.Load().NormalPatterns);
    }

    // The reader looks, which begins the delay, and looks again once it is over.
    private static void LetFeedbackBeDue(LearningBench bench)
    {
        bench.Cycle.SaveFeedbackIfDue();
        bench.Clock.Advance(LearningCycle.FeedbackDelay);
        bench.Cycle.SaveFeedbackIfDue();
    }
}
