using LogGuard.Tests.Support;

namespace LogGuard.Tests;

/// <summary>Training again learns changes that lasted although they stand reported, and no fault.</summary>
public partial class AnomalyDetectorTests
{
    private const string Usual = "a b c d";

    // 500 of them take 17 hours.
    private static readonly TimeSpan BetweenSessions = TimeSpan.FromMinutes(2);

    [Theory]
    [InlineData("a b x c d", "the new line \"step x of {Job}\"")]
    [InlineData("a c d", "\"step c of {Job}\" after \"step a of {Job}\"")]
    [InlineData("a b c d x", "the new line \"step x of {Job}\"")]
    public async Task ABranchThatBecameUsualIsLearntByTrainingAgain(string branch, string name)
    {
        await using var log = new PipelineLog(Calibrated);
        await log.LearnAsync(200);
        await SessionsAsync(log, 500, i => i % 5 == 0 ? branch : Usual);
        Assert.Equal(100, Places(log));

        await RetrainAsync(log);

        Assert.Single(log.Told, line => line == $"LogGuard: training again learns 1 change that lasted: {name} in 100 of 500 recent sessions, since 2025-12-31 12:00 UTC.");
        Assert.Contains(log.Told, line => line.StartsWith("LogGuard: training again on 700 recent sessions", StringComparison.Ordinal));
        await SessionsAsync(log, 50, i => i % 5 == 0 ? branch : Usual);
        Assert.Equal(100, Places(log));
        await SessionsAsync(log, 1, _ => "a d b c");
        Assert.Equal(101, Places(log));
    }

    [Fact]
    public async Task AStepThatADeploymentRemovedIsLearntByTrainingAgain()
    {
        await using var log = new PipelineLog(Calibrated);
        await log.LearnAsync(200);
        await SessionsAsync(log, 300, _ => "a b d");
        Assert.Equal(300, Places(log));

        await RetrainAsync(log);

        Assert.Single(log.Told, line => line.Contains("\"step d of {Job}\" after \"step b of {Job}\" in 300 of 300 recent sessions"));
        await SessionsAsync(log, 50, _ => "a b d");
        Assert.Equal(300, Places(log));
    }

    /// <summary>Two changes at once come in the same sessions, too.</summary>
    [Fact]
    public async Task TwoChangesAreLearntTogetherAndInTheSameSessions()
    {
        await using var log = new PipelineLog(Calibrated);
        await log.LearnAsync(200);
        Func<int, string> steps = i => (i % 2 == 0 ? "a x b " : "a b ") + (i % 3 == 0 ? "y c d" : "c d");
        await SessionsAsync(log, 300, steps);

        await RetrainAsync(log);

        Assert.Single(log.Told, line => line.Contains("learns 2 changes that lasted: the new line \"step x of {Job}\" in 150 of 300") && line.Contains("the new line \"step y of {Job}\" in 100 of 300"));
        var before = Places(log);
        await SessionsAsync(log, 60, steps);
        Assert.Equal(before, Places(log));
    }

    /// <summary>What comes as an error, ends early, was over by the end, is young, or comes in bursts looks like a fault.</summary>
    [Theory]
    [InlineData("with error lines that usual sessions lack", "a b x! c d", 0, 500, 5)]
    [InlineData("with error lines that usual sessions lack", "a c d!", 0, 500, 5)]
    [InlineData("whose sessions end where usual ones go on", "a b x", 0, 500, 5)]
    [InlineData("over by now", "a b d", 200, 260, 1)]
    [InlineData("not for long enough yet", "a b d", 440, 500, 1)]
    [InlineData("in bursts", "a b d", 200, 260, 1, 480)]
    [InlineData("fewer than 20", "a b d", 0, 500, 40)]
    public async Task AFaultIsNotLearntByTrainingAgain(string reason, string fault, int from, int to, int each, int again = int.MaxValue)
    {
        await using var log = new PipelineLog(Calibrated);
        await log.LearnAsync(200);
        await SessionsAsync(log, 500, i => ((i >= from && i < to) || i >= again) && i % each == 0 ? fault : Usual);

        await RetrainAsync(log);

        Assert.Single(log.Told, line => line.Contains("training again leaves out 1 reported change: ") && line.Contains($" UTC, {reason}."));
        var before = Places(log);
        Assert.True(before > 0);
        await SessionsAsync(log, 5, _ => fault);
        Assert.Equal(before + 5, Places(log));
    }

    /// <summary>An hour of hundreds of sessions is an outage, however many there are.</summary>
    [Fact]
    public async Task ManySessionsOfLessThanAnHourAreNotLearnt()
    {
        await using var log = new PipelineLog(Calibrated);
        await log.LearnAsync(200);
        await SessionsAsync(log, 500, _ => "a b d", TimeSpan.FromSeconds(7));

        await RetrainAsync(log);

        Assert.Single(log.Told, line => line.Contains("not for long enough yet"));
        var before = Places(log);
        await SessionsAsync(log, 5, _ => "a b d");
        Assert.Equal(before + 5, Places(log));
    }

    /// <summary>An error line that all usual sessions have tells nothing against a branch.</summary>
    [Fact]
    public async Task ErrorLinesOfUsualSessionsAreNoFault()
    {
        await using var log = new PipelineLog(Calibrated);
        await SessionsAsync(log, 200, _ => "a b! c d", TimeSpan.Zero);
        Assert.True(await log.Detector.TrainAsync().WaitAsync(PipelineLog.Patience));
        await SessionsAsync(log, 300, _ => "a b! x c d");

        await RetrainAsync(log);

        Assert.Single(log.Told, line => line.Contains("learns 1 change"));
    }

    [Fact]
    public async Task AChangeThatWasMarkedAnomalousIsNotLearnt()
    {
        await using var log = new PipelineLog(Calibrated);
        await log.LearnAsync(200);
        await SessionsAsync(log, 300, i => i % 5 == 0 ? "a b x c d" : Usual);
        Assert.True(log.Detector.MarkAnomalous(log.Anomalies.First()));

        await RetrainAsync(log);

        Assert.Single(log.Told, line => line.EndsWith(", marked anomalous.", StringComparison.Ordinal));
        var before = Places(log);
        await SessionsAsync(log, 1, _ => "a b x c d");
        Assert.Equal(before + 1, Places(log));
    }

    [Fact]
    public async Task ARollbackTakesALearntChangeBackForGood()
    {
        using var folder = new PipelineFolder();
        await using (var log = In(folder, options => { Calibrated(options); options.SnapshotLimit = 9; }))
        {
            await log.LearnAsync(200);
            await SessionsAsync(log, 300, i => i % 5 == 0 ? "a b x c d" : Usual);
            await log.Detector.SaveAsync();
            var before = log.Detector.Snapshots[^1];
            Assert.Empty(before.LearntChanges);
            await RetrainAsync(log);
            Assert.Equal(
                "the new line \"step x of {Job}\" in 60 of 300 recent sessions, since 2025-12-31 12:00 UTC", Assert.Single(log.Detector.Snapshots[^1].LearntChanges));

            Assert.True(await log.Detector.RollbackAsync(before.Number).WaitAsync(PipelineLog.Patience));

            Assert.Empty(log.Detector.Snapshots[^1].LearntChanges);
            var count = Places(log);
            await SessionsAsync(log, 1, _ => "a b x c d");
            Assert.Equal(count + 1, Places(log));
        }

        // The sessions of the snapshot would teach it again.
        await using var later = In(folder, Calibrated);
        await RetrainAsync(later);
        Assert.Single(later.Told, line => line.Contains("taken back by a rollback"));
        await SessionsAsync(later, 1, _ => "a b x c d");
        Assert.Equal(1, Places(later));
    }

    [Fact]
    public async Task SessionsOfAnEarlierProcessAreEvidenceToo()
    {
        using var folder = new PipelineFolder();
        await using (var log = In(folder, Calibrated))
        {
            await log.LearnAsync(200);
            await SessionsAsync(log, 300, i => i % 5 == 0 ? "a b x c d" : Usual);
            await log.Detector.SaveAsync();
        }

        await using var later = In(folder, Calibrated);
        await RetrainAsync(later);

        Assert.Single(later.Told, line => line.Contains("in 60 of 300 recent sessions, since 2025-12-31 12:00 UTC"));
    }

    [Fact]
    public async Task AConstantThatChangedAndStayedIsLearntByTrainingAgain()
    {
        using var folder = new PipelineFolder();
        await using var log = In(folder, options => options.SnapshotLimit = 9);
        log.Time = PipelineLog.Start.AddDays(-30);
        await LearnDatesAsync(log, 2026, 1, 29, count: 1_400, step: TimeSpan.FromMinutes(6));
        await DateAsync(log, 300, 2026, 1, 77, TimeSpan.FromMinutes(6));
        Assert.Single(log.Anomalies);

        await RetrainAsync(log);

        Assert.Single(log.Told, line => line.Contains("training again learns 1 change that lasted: 'Day' of \"invoice dated {Year}-{Month}-{Day}\" "));
        Assert.Single(log.Detector.Snapshots[^1].LearntChanges);
        await DateAsync(log, 50, 2026, 1, 77, TimeSpan.FromMinutes(6));
        Assert.Single(log.Anomalies);

        Assert.True(await log.Detector.RollbackAsync(1).WaitAsync(PipelineLog.Patience));
        await DateAsync(log, 5, 2026, 1, 77, TimeSpan.FromMinutes(6));
        Assert.Equal(2, log.Anomalies.Count);
    }

    /// <summary>The lines of a short change came as they did, and would be one more usual value.</summary>
    [Fact]
    public async Task AConstantThatChangedForAWhileIsNotLearnt()
    {
        using var folder = new PipelineFolder();
        await using var log = In(folder);
        log.Time = PipelineLog.Start.AddDays(-30);
        await LearnDatesAsync(log, 2026, 1, 29, count: 1_400, step: TimeSpan.FromMinutes(6));
        await DateAsync(log, 15, 2026, 1, 77, TimeSpan.FromMinutes(1));

        await RetrainAsync(log);

        Assert.Single(log.Told, line => line.Contains("leaves out 1 reported change: 'Day' of") && line.Contains(" is 77, not for long enough yet"));
        Assert.Equal([29], KnownDays(folder));
    }

    private static double[] KnownDays(PipelineFolder folder) =>
        Assert.Single(Load(folder).Values!.Models, model => model.ParameterNames.Contains("Day")).Features.Single(feature => feature.Name == "Day").KnownValues;

    private static async Task RetrainAsync(PipelineLog log) => Assert.True(await log.Detector.RetrainAsync().WaitAsync(PipelineLog.Patience));

    // Number of sessions in which the place of a line was reported.
    private static int Places(PipelineLog log) => log.Anomalies
        .Where(anomaly => anomaly.Kind is not (AnomalyKind.UnusualValue or AnomalyKind.UnusualRate)).Select(anomaly => anomaly.SessionId).Distinct().Count();

    // A step with an exclamation mark comes as an error.
    private static async Task SessionsAsync(PipelineLog log, int count, Func<int, string> steps, TimeSpan? between = null)
    {
        for (var i = 0; i < count; i++)
        {
            var session = $"at {log.Time.UtcTicks}";
            foreach (var step in steps(i).Split(' '))
            {
                log.Write(session, step.TrimEnd('!'), step.EndsWith('!') ? LogSeverity.Error : LogSeverity.Information);
            }

            log.Detector.CloseSession(session);
            log.Time += between ?? BetweenSessions;
        }

        await log.FlushAsync();
    }
}
