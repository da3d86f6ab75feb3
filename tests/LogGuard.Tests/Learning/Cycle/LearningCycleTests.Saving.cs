using System.Diagnostics;
using LogGuard.Learning.Cycle;
using LogGuard.Learning.Snapshots;
using LogGuard.Sequences;
using LogGuard.Tests.Support;

namespace LogGuard.Tests.Learning;

/// <summary>Saving, and going on from a snapshot.</summary>
public partial class LearningCycleTests
{
    [Fact]
    public void WithoutAFolderNothingCanBeSaved()
    {
        using var bench = new LearningBench();

        var exception = Assert.Throws<InvalidOperationException>(bench.Cycle.Save);

        Assert.Equal("AnomalyDetectorOptions.ModelPath is not set.", exception.Message);
        bench.Learn();
        bench.Mark(LearningBench.Count('a', 2));
        bench.Cycle.SaveFeedbackIfDue();
        bench.Clock.Advance(LearningCycle.FeedbackDelay);
        bench.Cycle.SaveFeedbackIfDue();
        bench.Finish();
        bench.Cycle.SaveLateFeedback();
    }

    [Fact]
    public void SavingIsASpan()
    {
        using var folder = new TemporaryFolder();
        using var bench = Saving(folder);
        bench.Collect(3);
        bench.Cycle.Save();
        bench.Learn();

        Assert.Equal(
            [
                "logguard.snapshot.save sessions=3 templates=26 outcome=done",
                "logguard.train sessions=63 events=252 templates=26 outcome=done",
                "logguard.snapshot.save sessions=63 templates=26 outcome=done",
            ],
            bench.Spans.Select(SpanRecorder.Describe));
    }

    [Fact]
    public void WhatIsCollectedIsSavedAndGoesOn()
    {
        using var folder = new TemporaryFolder();
        var collecting = new Action<AnomalyDetectorOptions>(options =>
        {
            WithNetwork(options);
            options.ModelPath = folder;
        });
        using (var bench = new LearningBench(collecting))
        {
            var session = Some.OpenSession("a b c d", collects: true);
            bench.Cycle.Collector!.OnEvent(session, Some.Record('d') with { Severity = LogSeverity.Warning }, 0);
            bench.Cycle.Collector.OnEnd(session);
            bench.Cycle.Collector.Values!.Begin([Series('a', 20, 3)]);
            bench.Cycle.Save();
            var saved = bench.Load();
            Assert.Equal((1, LogSeverity.Warning), (saved.Corpus!.Count, saved.LeastSeverity));
            Assert.Null(saved.Recent);
        }

        using var later = new LearningBench(collecting, Load(folder));
        Assert.Equal(DetectorState.Collecting, later.Cycle.State);
        Assert.Equal(1, later.Cycle.Collector!.Corpus.Count);
        Assert.Equal(LogSeverity.Warning, later.Cycle.Collector.LeastSeverity);
        Assert.Equal(20, Assert.Single(later.Cycle.Collector.Values!.Series).Count);
        Assert.Equal(Some.Keys("a b c d"), Assert.Single(later.Cycle.Collector.Timed.Sessions).Select(step => step.Key));
    }

    [Fact]
    public void WhatIsDetectedByIsSavedAndGoesOn()
    {
        using var folder = new TemporaryFolder();
        var snapshot = LearningBench.Snapshot(Enumerable.Repeat("a b c d", 60)) with
        {
            LeastSeverity = LogSeverity.Warning,
            Timed = [[new(1, 0), new(2, 10)]],
            TrainedAt = Noon,
            Trained = TestTimeProvider.Start,
        };
        using var bench = Saving(folder, snapshot);
        Assert.Equal(DetectorState.Detecting, bench.Cycle.State);
        Assert.Same(bench.Feedback, bench.Cycle.Model!.Marks);

        bench.Cycle.Save();

        var saved = bench.Load();
        Assert.Equal((LogSeverity.Warning, 60, Noon), (saved.LeastSeverity, saved.Recent!.Count, saved.TrainedAt));
        Assert.Equal(TestTimeProvider.Start, saved.Trained);
        Assert.Equal([1, 2], Assert.Single(saved.Timed!).Select(step => step.Key));
    }

    [Fact]
    public void TheTemplatesOfAnOlderVersionAreThoseOfItsSnapshot()
    {
        var snapshot = LearningBench.Snapshot("a b c d") with { Quarantine = new("1.0", 0, []) };
        using var bench = new LearningBench(options => options.ApplicationVersion = "2.0", snapshot);

        Assert.Equal(27, bench.Cycle.Quarantine.FirstNewKey);
    }

    [Fact]
    public void AFailureToSaveIsThrownToWhoeverAskedAndASpan()
    {
        using var folder = new TemporaryFolder();
        using var bench = Saving(Blocked(folder));
        bench.Collect(3);

        var exception = Assert.Throws<IOException>(bench.Cycle.Save);

        var span = Assert.Single(bench.Spans);
        Assert.Equal(("logguard.snapshot.save", ActivityStatusCode.Error), (span.OperationName, span.Status));
        Assert.Equal($"IOException: {exception.Message}", span.StatusDescription);
        Assert.Equal("failed", span.GetTagItem("logguard.outcome"));
    }

    [Fact]
    public void AModelThatCouldNotBeSavedIsToldAndSavedLater()
    {
        using var folder = new TemporaryFolder();
        using var bench = Saving(Blocked(folder));
        bench.Learn();
        var failure = Assert.Throws<IOException>(bench.Cycle.Save).Message;
        Assert.Equal($"nothing could be saved in {bench.Store!.Folder}: {failure}", bench.Told.Last());
        var told = bench.Told.Count;
        bench.Cycle.SaveFeedbackIfDue();
        bench.Clock.Advance(LearningCycle.FeedbackDelay);

        // Again in vain, which is not told again at once.
        bench.Cycle.SaveFeedbackIfDue();
        Assert.Equal(told, bench.Told.Count);

        Unblock(folder);
        bench.Cycle.SaveFeedbackIfDue();
        bench.Clock.Advance(LearningCycle.FeedbackDelay);
        bench.Cycle.SaveFeedbackIfDue();
        Assert.Equal(60, bench.Load().Model!.SessionCount);
    }

    /// <summary>Whatever keys and sessions were saved before it.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void AModelThatCouldNotBeSavedIsSavedAtTheEnd(bool isTrainedAgain)
    {
        using var folder = new TemporaryFolder();
        var snapshot = isTrainedAgain
            ? LearningBench.Snapshot(Enumerable.Repeat("a b c d", 60))
            : new Snapshot(DetectorKind.NewKey, LearningBench.Templates, default, null, Some.Corpus(Enumerable.Repeat("a b c d", 60)));
        using var bench = Saving(Blocked(folder), snapshot);
        var isTrained = isTrainedAgain ? bench.Retrain() : bench.Train();
        bench.TakeIn();
        Assert.True(isTrained());

        Unblock(folder);
        bench.Finish();

        Assert.Equal(60, bench.Load().Model!.SessionCount);
    }

    [Fact]
    public void WithoutNewsNothingIsSavedAtTheEnd()
    {
        using var folder = new TemporaryFolder();
        using (var collecting = Saving(folder))
        {
            collecting.Collect(3);
            collecting.Cycle.Save();
            collecting.Finish();
            Assert.Equal(1, collecting.SavedCount);
        }

        using (var collecting = Saving(folder, Load(folder)))
        {
            collecting.Finish();
            Assert.Equal(1, collecting.SavedCount);
        }

        using (var trained = Saving(folder))
        {
            trained.Learn();
            trained.Finish();
            Assert.Equal(2, trained.SavedCount);
        }

        using var restarted = Saving(folder, Load(folder));
        restarted.Finish();
        Assert.Equal(2, restarted.SavedCount);
    }

    [Theory]
    [InlineData("session")]
    [InlineData("key")]
    [InlineData("name")]
    [InlineData("text")]
    [InlineData("mark")]
    [InlineData("lesson")]
    [InlineData("new in version")]
    public void NewsAreSavedAtTheEnd(string news)
    {
        using var folder = new TemporaryFolder();
        var snapshot = LearningBench.Snapshot(Enumerable.Repeat("a b c d", 60)) with { Quarantine = new("1.0", 0, []) };
        using var bench = Saving(folder, news == "session" ? null : snapshot);
        switch (news)
        {
            case "session":
                bench.Collect(1);
                break;
            case "key":
                bench.Vocabulary.GetOrAdd("another");
                break;
            case "name":
                bench.Vocabulary.Rename(1, "step <*>");
                break;
            case "text":
                bench.MinedKeys.Settle();
                break;
            case "mark":
                bench.Mark(LearningBench.Count('a', 2));
                break;
            case "lesson":
                bench.Mark(LearningBench.Surplus("a b x"));
                bench.LearnFeedback();
                bench.Cycle.Save();
                bench.TakeIn();
                break;
            default:
                bench.Vocabulary.GetOrAdd("another");
                bench.Cycle.Save();
                bench.Cycle.Quarantine.Ask(Some.OpenSession("a"), Some.Record('a') with { Key = 27 }, 0);
                break;
        }

        var before = bench.SavedCount;
        bench.Finish();
        Assert.Equal(before + 1, bench.SavedCount);
    }

    private static LearningBench Saving(string path, Snapshot? snapshot = null) =>
        new(options => (options.ModelPath, options.ApplicationVersion) = (path, "2.0"), snapshot);

    private static Snapshot Load(TemporaryFolder folder)
    {
        using var bench = Saving(folder);
        return bench.Load();
    }

    // A path that no folder can have, a file being there.
    private static string Blocked(TemporaryFolder folder)
    {
        var path = Path.Combine(folder, "snapshots");
        File.WriteAllText(path, "");
        return path;
    }

    private static void Unblock(TemporaryFolder folder) => File.Delete(Path.Combine(folder, "snapshots"));
}
