using System.Runtime.CompilerServices;
using LogGuard.Sequences;
using LogGuard.Tests.Support;

namespace LogGuard.Tests.Learning;

/// <summary>Collecting, training, detecting.</summary>
public partial class LearningCycleTests
{
    [Fact]
    public void ATrainingTakesWhatIsCollectedAndEndsInDetecting()
    {
        using var bench = new LearningBench();
        bench.Collect(60);
        Assert.Equal(DetectorState.Collecting, bench.Cycle.State);
        Assert.Null(bench.Cycle.Trained);

        var isTrained = bench.Train();
        Assert.Equal(DetectorState.Training, bench.Cycle.State);
        Assert.Null(bench.Cycle.Collector);
        Assert.Null(isTrained());
        bench.Clock.Advance(TimeSpan.FromMinutes(3));
        bench.TakeIn();

        Assert.True(isTrained());
        Assert.Equal(DetectorState.Detecting, bench.Cycle.State);
        Assert.Null(bench.Cycle.Collector);
        Assert.Equal(60, bench.Cycle.Model!.SessionCount);
        Assert.Equal(60, bench.Cycle.Recent.Count);
        Assert.Equal(TestTimeProvider.Start.AddMinutes(3), bench.Cycle.Trained);
        Assert.Equal([false], bench.Collecting);
        Assert.Equal(
            ["training on 60 sessions with 240 events and 26 templates.", "60 sessions learnt: expect 0 to 59.6 false alarms in 1,000 sessions.", "detecting, with a model of 60 sessions."],
            bench.Told);
    }

    [Fact]
    public void ATrainingIsASpanThatHasEndedBeforeAnybodyIsTold()
    {
        using var bench = new LearningBench();
        bench.Collect(60);

        bench.Train();
        bench.TakeIn();

        Assert.Equal("logguard.train sessions=60 events=240 templates=26 outcome=done", SpanRecorder.Describe(Assert.Single(bench.Spans)));
        Assert.Equal(("LogGuard learning", 1), Assert.Single(bench.Posters));
    }

    [Fact]
    public void ThereIsNothingToTrainOnWithoutSessionsOrWithAModel()
    {
        using var bench = new LearningBench();

        Assert.False(bench.Train()());
        Assert.Equal(DetectorState.Collecting, bench.Cycle.State);
        bench.Learn();
        Assert.False(bench.Train()());
        bench.Finish();

        Assert.Single(bench.Spans);
        Assert.Equal(DetectorState.Detecting, bench.Cycle.State);
    }

    [Fact]
    public void WhoeverAsksDuringATrainingWaitsForThatOne()
    {
        using var bench = new LearningBench();
        bench.Collect(60);

        var first = bench.Train();
        var second = bench.Train();
        bench.TakeIn();
        bench.Finish();

        Assert.True(first());
        Assert.True(second());
        Assert.Single(bench.Spans);
    }

    [Fact]
    public void TheTimeThatIsEnoughIsEnoughForAFirstTraining()
    {
        using var bench = new LearningBench(options => options.Training.Duration = TimeSpan.FromHours(1));
        var start = TestTimeProvider.Start.UtcTicks;
        bench.Collect(2);
        bench.Cycle.Collector!.OnEvent(Some.OpenSession("a"), Some.Record('a'), start);

        bench.Cycle.TrainIfEnough(start + TimeSpan.TicksPerHour - 1);
        Assert.Equal(DetectorState.Collecting, bench.Cycle.State);

        bench.Cycle.TrainIfEnough(start + TimeSpan.TicksPerHour);
        Assert.Equal(DetectorState.Training, bench.Cycle.State);
    }

    [Fact]
    public void AFailedTrainingIsToldAndCollectingGoesOn()
    {
        using var bench = new LearningBench(WithNetwork);
        bench.Script = static _ => throw new InvalidOperationException("not my day");
        bench.Collect(60);

        var isTrained = bench.Train();
        bench.TakeIn();

        Assert.False(isTrained());
        Assert.Equal(DetectorState.Collecting, bench.Cycle.State);
        Assert.Equal(60, bench.Cycle.Collector!.Corpus.Count);
        Assert.Null(bench.Cycle.Trained);
        Assert.Equal([false, true], bench.Collecting);
        Assert.Equal("the training failed, and collecting goes on: InvalidOperationException: not my day", bench.Told.Last());
        Assert.Equal(
            "logguard.train sessions=60 events=240 templates=26 outcome=failed Error: InvalidOperationException: not my day",
            SpanRecorder.Describe(Assert.Single(bench.Spans)));
    }

    [Fact]
    public void EachFailureDoublesTheSessionsThatATrainingWaitsFor()
    {
        using var bench = new LearningBench(options =>
        {
            WithNetwork(options);
            options.Training.SessionCount = 2;
        });
        bench.Script = static _ => throw new InvalidOperationException("not my day");
        var attempts = new List<int>();
        for (var count = 1; count <= 9; count++)
        {
            bench.Collect(1);
            bench.Cycle.TrainIfEnough(0);
            if (bench.Cycle.State == DetectorState.Training)
            {
                attempts.Add(count);
                bench.TakeIn();
            }
        }

        Assert.Equal([2, 4, 8], attempts);
    }

    [Fact]
    public void ACancelledTrainingHasNoResult()
    {
        using var bench = new LearningBench(WithNetwork);
        using var cancelled = new ManualResetEventSlim();
        bench.Script = _ =>
        {
            cancelled.Wait();
            return 0.5f;
        };
        bench.Collect(60);

        var isTrained = bench.Train();
        bench.Cycle.CancelTraining();
        cancelled.Set();
        bench.Finish();

        Assert.False(isTrained());
        Assert.Equal("logguard.train sessions=60 events=240 templates=26 outcome=cancelled", SpanRecorder.Describe(Assert.Single(bench.Spans)));
        Assert.Empty(bench.Posters);
        Assert.Single(bench.Told);
        Assert.Equal(DetectorState.Training, bench.Cycle.State);
    }

    [Fact]
    public void FinishEndsATrainingAndWaitsForItsEnd()
    {
        using var bench = new LearningBench(WithNetwork);
        bench.HoldUntilFinish();
        bench.Collect(60);

        var isTrained = bench.Train();
        bench.Finish();

        Assert.False(isTrained());
        Assert.EndsWith("outcome=cancelled", SpanRecorder.Describe(Assert.Single(bench.Spans)));
        Assert.Empty(bench.Posters);
    }

    /// <summary>What is mined from text becomes no more general once it is learnt from.</summary>
    [Fact]
    public void TemplatesOfTextSettleWithTheTraining()
    {
        using var bench = new LearningBench();
        string[] hosts = ["alice", "bob", "carol", "dave", "erin", "frank", "grace", "heidi"];
        int[] before = [.. hosts.Select(host => bench.MinedKeys.KeyOf($"connection from {host} was closed by peer", out _))];
        Assert.Single(before.Select(bench.Vocabulary.Resolve).Distinct());

        bench.Learn();

        int[] behind = [.. hosts.Select(host => bench.MinedKeys.KeyOf($"connection to {host} was lost", out _))];
        Assert.Equal(hosts.Length, behind.Select(bench.Vocabulary.Resolve).Distinct().Count());
    }

    [Fact]
    public void KeysThatWereMergedDuringTheTrainingAreMergedInTheModel()
    {
        using var bench = new LearningBench();
        bench.Collect(60);
        bench.Train();
        Assert.True(bench.Vocabulary.AddAlias(Some.Key('d'), Some.Key('x')));

        bench.TakeIn();

        Assert.True(bench.Cycle.Model!.Symbols.Knows(Some.Key('x')));
        Assert.Equal(Some.Keys("a b c x"), bench.Cycle.Model.Workflows.Keys);
    }

    [Theory]
    [InlineData(true, 1)]
    [InlineData(false, 0)]
    public void WorkflowsAreMinedWhereAskedFor(bool isAskedFor, int count)
    {
        using var bench = new LearningBench(options => options.MinesWorkflows = isAskedFor);

        bench.Learn();

        Assert.Equal(count, bench.Cycle.Model!.Workflows.Workflows.Count);
    }

    [Fact]
    public void WhatIsJudgedOfValuesIsTold()
    {
        using var bench = new LearningBench(WithNetwork);
        bench.Cycle.Collector!.Values!.Begin([SomeValues.Series(Enumerable.Range(0, 600).Select(i => i % 3.0))]);

        bench.Learn();

        Assert.Equal(bench.Cycle.Model!.Values!.Describe(), bench.Told.Last());
    }

    [Fact]
    public void ADetectorOfSequencesThatMetNoneSaysSo()
    {
        using var bench = new LearningBench(options =>
        {
            options.Detector = DetectorKind.DeepLog;
            options.Model.WindowSize = 4;
        });

        bench.Learn();

        Assert.Equal("no session was longer than Model.WindowSize, 4: the DeepLog detector has no sequence to judge.", bench.Told.Last());
    }

    [Fact]
    public void ADetectorOfSequencesThatMetSomeHasNothingToSay()
    {
        using var bench = new LearningBench(options => options.Detector = DetectorKind.DeepLog);

        bench.Learn();

        Assert.Equal("detecting, with a model of 60 sessions.", bench.Told.Last());
    }

    /// <summary>A detector lives for weeks, and is asked each day.</summary>
    [Fact]
    public void WhoeverWasToldIsForgotten()
    {
        using var bench = new LearningBench();
        bench.Collect(60);
        var training = Forgotten(bench, bench.Cycle.Train);
        var retraining = Forgotten(bench, done => bench.Cycle.Retrain(done, 0));

        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();

        Assert.False(training.IsAlive);
        Assert.False(retraining.IsAlive);
    }

    // In a frame of its own, which is gone when memory is cleared up.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference Forgotten(LearningBench bench, Action<TaskCompletionSource<bool>> ask)
    {
        var done = new TaskCompletionSource<bool>();
        ask(done);
        bench.TakeIn();
        Assert.True(done.Task.IsCompletedSuccessfully);
        return new WeakReference(done);
    }

    // Calibrated, with a network that answers by the bench's script.
    private static void WithNetwork(AnomalyDetectorOptions options) => options.Detector = DetectorKind.Default;
}
