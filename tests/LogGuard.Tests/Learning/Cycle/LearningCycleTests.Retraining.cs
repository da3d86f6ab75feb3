using LogGuard.Detection;
using LogGuard.Learning.Collecting;
using LogGuard.Learning.Cycle;
using LogGuard.Learning.Snapshots;
using LogGuard.Sequences;
using LogGuard.Tests.Support;

namespace LogGuard.Tests.Learning;

/// <summary>Training again, and returning to an earlier snapshot.</summary>
public partial class LearningCycleTests
{
    private static readonly long Noon = TestTimeProvider.Start.UtcTicks;

    [Fact]
    public void ARetrainingIsToldSpannedAndDoneBesideDetection()
    {
        using var bench = new LearningBench();
        bench.Learn();
        var before = bench.Cycle.Model;

        var isDone = bench.Retrain();
        Assert.Equal(DetectorState.Detecting, bench.Cycle.State);
        Assert.Null(isDone());
        Assert.Same(before, bench.Cycle.Model);
        bench.Clock.Advance(TimeSpan.FromHours(2));
        bench.TakeIn();

        Assert.True(isDone());
        Assert.NotSame(before, bench.Cycle.Model);
        Assert.Equal(TestTimeProvider.Start.AddHours(2), bench.Cycle.Trained);
        Assert.Equal(
            ["training again on 60 recent sessions with 240 events while detection continues.", "detecting, with a model of 60 recent sessions."],
            bench.Told.Skip(3));
        Assert.Equal("logguard.retrain sessions=60 events=240 templates=26 outcome=done", SpanRecorder.Describe(bench.Spans.Last()));
        Assert.Equal(("LogGuard learning", 2), bench.Posters.Last());
    }

    [Theory]
    [InlineData(50, true)]
    [InlineData(49, false)]
    public void ARetrainingTakesFiftyNormalSessions(int count, bool isEnough)
    {
        using var bench = new LearningBench();
        bench.Learn(count);

        var isDone = bench.Retrain();
        Assert.Equal(isEnough ? null : false, isDone());
        bench.Finish();

        // What is under way at the end has failed.
        Assert.False(isDone());
        Assert.Equal(isEnough ? 2 : 1, bench.Spans.Count);
        Assert.Equal(
            isEnough
                ? "training again on 50 recent sessions with 200 events while detection continues."
                : "49 of 49 recent sessions are normal, and training again needs 50: the model stays as it is.",
            bench.Told.Last());
    }

    [Fact]
    public void WhoeverAsksDuringARetrainingWaitsForThatOneAndTheNextIsAnother()
    {
        using var bench = new LearningBench();
        Assert.False(bench.Retrain()());
        bench.Learn();

        var first = bench.Retrain();
        var second = bench.Retrain();
        bench.TakeIn();
        Assert.True(first());
        Assert.True(second());
        var third = bench.Retrain();
        bench.TakeIn();
        Assert.True(third());
        bench.Finish();

        Assert.Equal(["logguard.train", "logguard.retrain", "logguard.retrain"], bench.Spans.Select(span => span.OperationName));
    }

    [Fact]
    public void FinishEndsARetrainingAndWaitsForItsEnd()
    {
        using var bench = new LearningBench(WithNetwork);
        bench.Learn();
        bench.HoldUntilFinish();

        var isDone = bench.Retrain();
        bench.Finish();

        Assert.False(isDone());
        Assert.EndsWith("outcome=cancelled", SpanRecorder.Describe(bench.Spans.Last()));
    }

    [Fact]
    public void AFailedRetrainingLeavesTheModelAsItIs()
    {
        using var bench = new LearningBench(WithNetwork);
        bench.Learn();
        var before = bench.Cycle.Model;
        bench.Script = static _ => throw new InvalidOperationException("not my day");

        var isDone = bench.Retrain();
        bench.TakeIn();

        Assert.False(isDone());
        Assert.Same(before, bench.Cycle.Model);
        Assert.Equal("training again failed, and the model stays as it is: InvalidOperationException: not my day", bench.Told.Last());
        Assert.Equal(
            "logguard.retrain sessions=60 events=240 templates=26 outcome=failed Error: InvalidOperationException: not my day",
            SpanRecorder.Describe(bench.Spans.Last()));
    }

    [Fact]
    public void RetrainingIsDueAnIntervalAfterTheFirstEvent()
    {
        using var bench = new LearningBench(Hourly);
        bench.Cycle.RetrainIfDue(Noon);
        bench.Learn();

        bench.Cycle.RetrainIfDue(long.MinValue);
        bench.Cycle.RetrainIfDue(Noon);
        bench.Cycle.RetrainIfDue(Noon + TimeSpan.TicksPerHour - 1);
        Assert.Equal(3, bench.Told.Count);
        bench.Cycle.RetrainIfDue(Noon + TimeSpan.TicksPerHour);

        bench.TakeIn();
        Assert.Equal("detecting, with a model of 60 recent sessions.", bench.Told.Last());
    }

    [Fact]
    public void RetrainingIsDueAnIntervalAfterWhatASnapshotSays()
    {
        using var bench = new LearningBench(Hourly, LearningBench.Snapshot(Enumerable.Repeat("a b c d", 60)) with { TrainedAt = Noon });

        bench.Cycle.RetrainIfDue(Noon + TimeSpan.TicksPerHour - 1);
        Assert.Empty(bench.Told);
        bench.Cycle.RetrainIfDue(Noon + TimeSpan.TicksPerHour);

        Assert.Single(bench.Told);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void RetrainingIsDueAnIntervalAfterTheLastOne(bool hadEvents)
    {
        using var bench = new LearningBench(Hourly);
        bench.Learn();
        bench.Retrain(hadEvents ? Noon : long.MinValue);
        bench.TakeIn();
        var told = bench.Told.Count;

        bench.Cycle.RetrainIfDue(Noon + TimeSpan.TicksPerHour);

        // Without events, their clock begins with the first one.
        Assert.Equal(hadEvents ? told + 1 : told, bench.Told.Count);
    }

    [Fact]
    public void AnswersAreLearntBehindARetraining()
    {
        using var bench = new LearningBench();
        bench.Learn();
        bench.Retrain();
        bench.Mark(LearningBench.Surplus("a b x"));

        bench.Cycle.LearnFeedbackIfDue();
        bench.Clock.Advance(LearningCycle.LearningDelay);
        bench.Cycle.LearnFeedbackIfDue();
        var isLearnt = bench.LearnFeedback();
        bench.TakeIn();
        Assert.Null(isLearnt());
        bench.TakeIn();
        bench.Finish();

        Assert.True(isLearnt());
        Assert.Equal(["logguard.train", "logguard.retrain", "logguard.update"], bench.Spans.Select(span => span.OperationName));
        Assert.Single(bench.Cycle.Model!.LearntLessons);
    }

    /// <summary>Snapshots from before times were saved have none, and workflows lose theirs by no retraining.</summary>
    [Theory]
    [InlineData(19, true)]
    [InlineData(20, false)]
    public void WorkflowsAreKeptWhereTooFewRecentSessionsHaveTimes(int timedCount, bool isKept)
    {
        var timed = Enumerable.Repeat((SessionStep[])[new(1, 0), new(2, 10), new(3, 10), new(4, 10)], timedCount).ToArray();
        using var bench = new LearningBench(null, LearningBench.Snapshot(Enumerable.Repeat("a b c d", 60)) with { Timed = timed });
        var before = bench.Cycle.Model!.TrainedWorkflows;
        bench.Mark(LearningBench.Surplus("a b x"));
        bench.LearnFeedback();
        bench.TakeIn();

        bench.Retrain();
        bench.TakeIn();

        Assert.Equal(isKept, ReferenceEquals(before, bench.Cycle.Model.TrainedWorkflows));
        Assert.True(bench.Cycle.Model.Workflows.Accepts(Some.Keys("a b x c d")));
        Assert.Single(bench.Cycle.Model.LearntLessons);
    }

    [Fact]
    public void NewSessionsHaveTheirChanceBehindARetraining()
    {
        using var bench = new LearningBench(options => options.Training.RecentSessions = 60);
        bench.Learn();
        for (var i = 0; i < 10_000; i++)
        {
            bench.Cycle.Recent.Wants();
        }

        bench.Retrain();
        bench.TakeIn();

        // 60 of 60 and up to 120, and not of 10,060.
        Assert.InRange(Enumerable.Range(0, 60).Count(_ => bench.Cycle.Recent.Wants()), 25, 60);
    }

    [Fact]
    public void OneReturnsToAllThatASnapshotHolds()
    {
        using var folder = new TemporaryFolder();
        using var bench = new LearningBench(options => (options.ModelPath, options.Training.RetrainInterval) = (folder, null));
        bench.Learn();
        bench.Mark(LearningBench.Surplus("a b x"));
        var earlier = LearningBench.Snapshot(Enumerable.Repeat("a b c", 55)) with
        {
            LeastSeverity = LogSeverity.Warning,
            Trained = new DateTimeOffset(2025, 6, 1, 14, 0, 0, TimeSpan.FromHours(2)),
            Timed = [[new(1, 0), new(2, 10)]],
            NormalPatterns = [LearningBench.Count('a', 2)],
        };

        Assert.True(bench.Cycle.RollBack(earlier));

        Assert.Same(earlier.Model, bench.Cycle.Model);
        Assert.Equal("returned to a model of 55 sessions.", bench.Told.Last());
        Assert.Equal(new DateTimeOffset(2025, 6, 1, 12, 0, 0, TimeSpan.Zero), bench.Cycle.Trained);
        Assert.Equal(TimeSpan.Zero, bench.Cycle.Trained!.Value.Offset);
        Assert.Equal(55, bench.Cycle.Recent.Count);
        Assert.Single(bench.Cycle.Recent.Timed.Sessions);
        Assert.Equal("Count 1 0 2", Assert.Single(bench.Feedback.ToArray(isNormal: true)).ToString());
        Assert.Equal(2, bench.SavedCount);
        Assert.Equal((LogSeverity.Warning, 55), (bench.Load().LeastSeverity, bench.Load().Model!.SessionCount));
    }

    [Fact]
    public void WithoutRecentSessionsOneReturnsToTheModelAlone()
    {
        using var folder = new TemporaryFolder();
        using var bench = new LearningBench(options => options.ModelPath = folder);
        bench.Learn();

        Assert.True(bench.Cycle.RollBack(LearningBench.Snapshot(Enumerable.Repeat("a b c", 55)) with { Recent = null }));

        Assert.Equal(0, bench.Cycle.Recent.Count);
        Assert.Null(bench.Cycle.Trained);
        Assert.Null(bench.Load().Recent);
    }

    [Fact]
    public void OneReturnsToNoSnapshotWithoutAModelNorBeforeThereIsOneNorDuringARetraining()
    {
        using var folder = new TemporaryFolder();
        using var bench = new LearningBench(options => options.ModelPath = folder);
        var earlier = LearningBench.Snapshot(Enumerable.Repeat("a b c", 55));
        var collected = new Snapshot(DetectorKind.NewKey, LearningBench.Templates, default, null, Some.Corpus("a b"));
        Assert.False(bench.Cycle.RollBack(earlier));
        Assert.Null(bench.Cycle.Model);

        bench.Learn();
        Assert.False(bench.Cycle.RollBack(collected));

        bench.Retrain();
        Assert.False(bench.Cycle.RollBack(earlier));
        bench.TakeIn();
        Assert.Equal(60, bench.Cycle.Model!.SessionCount);
        Assert.DoesNotContain(bench.Told, line => line.StartsWith("returned", StringComparison.Ordinal));
        Assert.Equal(2, bench.SavedCount);
    }

    private static void Hourly(AnomalyDetectorOptions options) => options.Training.RetrainInterval = TimeSpan.FromHours(1);
}
