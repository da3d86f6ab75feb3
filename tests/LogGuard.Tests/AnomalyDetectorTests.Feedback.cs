using LogGuard.Learning.Cycle;
using LogGuard.Detection;
using System.Collections.Concurrent;
using LogGuard.Tests.Support;

namespace LogGuard.Tests;

public partial class AnomalyDetectorTests
{
    // Each raises an anomaly of its own, whatever the small network makes of what follows.
    private static readonly string[] WrongSessions = ["a b x c d", "a b y", "d c b a", "a b", "a c d", "a b c d d"];

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task WhoAnswersInsideTheCallbackIsAskedOncePerPatternHoweverFarTheReaderIsAhead(bool answers)
    {
        const int Rounds = 1_000;
        using var entered = new ManualResetEventSlim();
        using var release = new ManualResetEventSlim();
        PipelineLog? log = null;
        var accepted = 0;
        log = new PipelineLog(options =>
        {
            options.PendingAnomalyLimit = 100_000;
            options.Queue.WhenFull = QueueFullMode.Wait;
            options.OnAnomaly = anomaly =>
            {
                entered.Set();
                release.Wait(PipelineLog.Patience);
                accepted += answers && log!.Detector.MarkNormal(anomaly) ? 1 : 0;
            };
        });
        await using var _ = log;
        await log.LearnAsync();
        var before = log.Detector.Counters.Processed;

        for (var round = 0; round < Rounds; round++)
        {
            for (var i = 0; i < WrongSessions.Length; i++)
            {
                log.Write($"{round}-{i}", WrongSessions[i]);
                log.Detector.CloseSession($"{round}-{i}");
            }
        }

        // The first anomaly is held until the reader is through with all of them.
        Assert.True(entered.Wait(PipelineLog.Patience));
        var events = Rounds * WrongSessions.Sum(session => session.Split(' ').Length);
        Assert.True(SpinWait.SpinUntil(() => log.Detector.Counters.Processed == before + events, PipelineLog.Patience));
        Assert.True(SpinWait.SpinUntil(() => log.Detector.Counters.OpenSessions == 0, PipelineLog.Patience));
        var counters = log.Detector.Counters;
        release.Set();
        await log.FlushAsync();

        Assert.True(counters.Anomalies >= Rounds * WrongSessions.Length);
        Assert.Equal(0, counters.AnomaliesWithdrawn);
        Assert.Equal(0, counters.AnomaliesDropped);
        var questions = log.Anomalies.Select(anomaly => anomaly.Pattern!).ToArray();
        if (answers)
        {
            Assert.InRange(questions.Length, WrongSessions.Length - 1, 20);
            Assert.Equal(questions.Length, questions.Distinct().Count());
            Assert.Equal(questions.Length, accepted);
        }
        else
        {
            Assert.Equal(counters.Anomalies, questions.Length);
        }

        Assert.Equal(counters.Anomalies - questions.Length, log.Detector.Counters.AnomaliesWithdrawn);
        Assert.Equal(answers ? questions.Length : 0, log.Detector.Counters.PatternsMarkedNormal);
    }

    [Fact]
    public async Task WhatIsMarkedNormalIsNotReportedAgain()
    {
        await using var log = new PipelineLog();
        await log.LearnAsync();
        await AnswerAllAsync(log);
        var asked = log.Anomalies.Count;
        Assert.InRange(asked, WrongSessions.Length - 1, 30);

        for (var round = 0; round < 10; round++)
        {
            await WriteWrongSessionsAsync(log);
        }

        Assert.Equal(asked, log.Anomalies.Count);
        Assert.Equal(asked, log.Detector.Counters.Anomalies);
        log.Write("other", "a b z");
        await log.FlushAsync();
        Assert.Equal(PipelineLog.Template("z"), log.Anomalies.Last().Template);
    }

    [Fact]
    public async Task AMarkOutlivesARestart()
    {
        using var folder = new PipelineFolder();
        int asked;
        await using (var log = In(folder))
        {
            await log.LearnAsync();
            await AnswerAllAsync(log);
            asked = log.Detector.Counters.PatternsMarkedNormal;
            Assert.True(asked >= log.Anomalies.Select(anomaly => anomaly.Pattern).Distinct().Count());
        }

        await using var restarted = In(folder);
        Assert.Equal(asked, restarted.Detector.Counters.PatternsMarkedNormal);
        await WriteWrongSessionsAsync(restarted);
        Assert.Empty(restarted.Anomalies);

        restarted.Write("other", "a b z");
        await restarted.FlushAsync();
        Assert.Single(restarted.Anomalies);
    }

    [Fact]
    public async Task AMarkIsSavedSoonAndWithoutBeingAskedTo()
    {
        using var folder = await TrainedAsync();
        await using var log = In(folder);
        log.Write("s", "a b x");
        await log.FlushAsync();
        Assert.Single(folder.Snapshots);

        Assert.True(log.Detector.MarkNormal(Assert.Single(log.Anomalies)));
        Assert.True(SpinWait.SpinUntil(
            () =>
            {
                log.Clock.Advance(LearningCycle.FeedbackDelay);
                log.FlushAsync().Wait(PipelineLog.Patience);
                return folder.Snapshots.Length == 2;
            },
            PipelineLog.Patience));

        await using var other = In(folder);
        Assert.Equal(1, other.Detector.Counters.PatternsMarkedNormal);
    }

    [Fact]
    public async Task AMarkIsSavedWithEverythingElse()
    {
        using var folder = await TrainedAsync();
        await using var log = In(folder);
        log.Write("s", "a b x");
        await log.FlushAsync();
        log.Detector.MarkNormal(Assert.Single(log.Anomalies));

        await log.Detector.SaveAsync();

        await using var other = In(folder);
        Assert.Equal(1, other.Detector.Counters.PatternsMarkedNormal);
        log.Dispose();
        Assert.Equal(2, folder.Snapshots.Length);
    }

    [Fact]
    public async Task AnAnswerToTheLastAnomaliesWhileTheDetectorIsDisposedOfIsSavedToo()
    {
        using var folder = await TrainedAsync();
        using var release = new ManualResetEventSlim();
        PipelineLog? log = null;
        log = In(folder, options => options.OnAnomaly = anomaly =>
        {
            release.Wait(PipelineLog.Patience);
            log!.Detector.MarkNormal(anomaly);
        });
        log.Write("s", "a b x");
        var disposal = Task.Run(log.Dispose);

        // The reader saves the new template last of all; what is answered now comes after that.
        Assert.True(SpinWait.SpinUntil(() => folder.Snapshots.Length == 2, PipelineLog.Patience));
        release.Set();
        await disposal.WaitAsync(PipelineLog.Patience);

        await using var restarted = In(folder);
        restarted.Write("s", "a b x");
        await restarted.FlushAsync();
        Assert.Empty(restarted.Anomalies);
    }

    [Fact]
    public async Task AnAnomalyCanBeAnsweredByItsIdFromAnyThread()
    {
        await using var log = new PipelineLog();
        await log.LearnAsync();
        log.Write("s", "a b x y");
        await log.FlushAsync();
        Assert.Equal([1L, 2L], log.Anomalies.Select(anomaly => anomaly.Id));

        Assert.True(await Task.Run(() => log.Detector.MarkNormal(2)));
        Assert.False(log.Detector.MarkNormal(3));
        Assert.False(log.Detector.MarkNormal(0));
        Assert.False(log.Detector.MarkNormal(-1));
        Assert.False(log.Detector.MarkAnomalous(long.MaxValue));

        log.Write("t", "a b x y");
        await log.FlushAsync();
        Assert.Equal(PipelineLog.Template("x"), log.Anomalies.Skip(2).Single().Template);
    }

    [Fact]
    public async Task BehindALineThatWasMarkedNormalNothingIsReportedThatItsWindowHides()
    {
        await using var log = new PipelineLog(options => options.Model.TrainingSteps = 300);
        await log.WriteSessionsAsync(60, "a b c d e f g h");
        Assert.True(await log.Detector.TrainAsync().WaitAsync(PipelineLog.Patience));
        await log.WriteSessionsAsync(1, "a b x c d e f g h", "asked");
        Assert.True(log.Detector.MarkNormal(Assert.Single(log.Anomalies)));

        await log.WriteSessionsAsync(20, "a b x c d e f g h", "later");
        await log.WriteSessionsAsync(20, "x a b x x c d e x f g h x", "many");
        Assert.Single(log.Anomalies);

        // Once the line has moved out of the window, the session is judged as ever.
        await log.WriteSessionsAsync(1, "a b x c d e f h", "wrong");
        var anomaly = log.Anomalies.Last();
        Assert.Equal((AnomalyKind.UnexpectedKey, 8), (anomaly.Kind, anomaly.Position));
        Assert.Equal(2, log.Anomalies.Count);
    }

    [Fact]
    public async Task ASessionWithAStepMarkedNormalIsJudgedOnAsIfTheStepWereExpected()
    {
        await using var log = new PipelineLog(options => options.Model.TrainingSteps = 300);
        await log.LearnAsync();
        await log.WriteSessionsAsync(1, "a b b", "asked");
        var step = Assert.Single(log.Anomalies);
        Assert.Equal((AnomalyKind.UnexpectedKey, 3), (step.Kind, step.Position));
        Assert.True(log.Detector.MarkNormal(step));

        // That the steps behind it never came was not worth a word while the step itself was reported.
        await log.WriteSessionsAsync(1, "a b b", "later");

        var end = Assert.Single(log.Anomalies.Skip(1));
        Assert.Contains(end.Kind, (AnomalyKind[])[AnomalyKind.CutShort, AnomalyKind.UnusualCounts]);
        Assert.True(log.Detector.MarkNormal(end));
    }

    [Fact]
    public async Task TheLastWordCountsAndAContradictionIsToldOnce()
    {
        await using var log = new PipelineLog();
        await log.LearnAsync();
        log.Write("s", "a b x");
        await log.FlushAsync();
        var anomaly = Assert.Single(log.Anomalies);

        Assert.True(log.Detector.MarkNormal(anomaly));
        Assert.True(log.Detector.MarkNormal(anomaly));
        Assert.True(log.Detector.MarkNormal(anomaly.Id));
        Assert.DoesNotContain(log.Told, line => line.Contains("marked"));
        Assert.True(log.Detector.MarkAnomalous(anomaly));
        Assert.True(log.Detector.MarkAnomalous(anomaly));

        var told = Assert.Single(log.Told, line => line.Contains("marked"));
        Assert.Equal("LogGuard: \"step x of {Job}\" was marked normal and the same is marked anomalous now: the last word counts.", told);
        Assert.Equal(0, log.Detector.Counters.PatternsMarkedNormal);
        log.Write("t", "a b x");
        await log.FlushAsync();
        Assert.Equal(2, log.Anomalies.Count);
    }

    [Fact]
    public async Task AnEnumerationPassesOverWhatWasMarkedNormalWhileItWaited()
    {
        await using var log = new PipelineLog();
        await log.LearnAsync();
        await using var anomalies = log.Detector.ReadAnomaliesAsync().GetAsyncEnumerator();
        log.Write("s", "x x x y x");
        await log.FlushAsync();
        Assert.Equal(5, log.Anomalies.Count);

        Assert.True(await anomalies.MoveNextAsync());
        Assert.True(log.Detector.MarkNormal(anomalies.Current));
        Assert.True(await anomalies.MoveNextAsync());

        Assert.Equal(PipelineLog.Template("y"), anomalies.Current.Template);
        Assert.Equal(2, log.Detector.Counters.AnomaliesWithdrawn);
    }

    [Fact]
    public async Task AnAnomalyOfAnotherDetectorIsNotTakenForAnAnswer()
    {
        await using var log = new PipelineLog();
        await using var other = new PipelineLog();
        await log.LearnAsync();
        await other.LearnAsync();
        other.Write("s", "a b x");
        await other.FlushAsync();
        var anomaly = Assert.Single(other.Anomalies);

        Assert.False(log.Detector.MarkNormal(anomaly));

        Assert.Throws<ArgumentNullException>(() => log.Detector.MarkNormal(null!));
        Assert.Throws<ArgumentNullException>(() => log.Detector.MarkAnomalous(null!));
        Assert.True(other.Detector.MarkNormal(anomaly));
    }

    [Fact]
    public async Task AnAnomalyThatWasKeptAsTextIsAnsweredByItsIdAndTime()
    {
        await using var log = new PipelineLog();
        await log.LearnAsync();
        log.Write("s", "a b x");
        await log.FlushAsync();
        var text = Assert.Single(log.Anomalies) with { Origin = null };

        Assert.False(log.Detector.MarkNormal(text with { Timestamp = text.Timestamp.AddDays(-1) }));
        Assert.True(log.Detector.MarkNormal(text));

        Assert.Equal(1, log.Detector.Counters.PatternsMarkedNormal);
    }

    [Fact]
    public async Task ALineWithoutAKeyOfItsOwnCannotBeMarkedNormal()
    {
        await using var log = new PipelineLog(options => options.VocabularyLimit = 4);
        await log.LearnAsync();
        log.Write("s", "a b x");
        await log.FlushAsync();

        Assert.False(log.Detector.MarkNormal(Assert.Single(log.Anomalies)));
        Assert.Single(log.Told, line => line.Contains("cannot be marked normal"));
        log.Write("s", "y");
        await log.FlushAsync();
        Assert.Equal(2, log.Anomalies.Count);
    }

    // Sessions that begin with the same letters have names that do not matter to their patterns.
    private static async Task WriteWrongSessionsAsync(PipelineLog log)
    {
        foreach (var session in WrongSessions)
        {
            log.Write(session, session);
            await log.Detector.CloseSessionsAsync().WaitAsync(PipelineLog.Patience);
        }
    }

    // Until nothing is left to ask: behind an answered anomaly a session is judged on.
    private static async Task AnswerAllAsync(PipelineLog log)
    {
        var answered = -1;
        while (answered < log.Anomalies.Count)
        {
            answered = log.Anomalies.Count;
            await WriteWrongSessionsAsync(log);
            Assert.All(log.Anomalies, anomaly => Assert.True(log.Detector.MarkNormal(anomaly)));
        }
    }
}
