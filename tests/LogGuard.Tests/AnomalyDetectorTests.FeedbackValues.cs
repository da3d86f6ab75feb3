using LogGuard.Sequences;
using LogGuard.Tests.Support;

namespace LogGuard.Tests;

/// <summary>Values and workflows learn from answers, and from recent sessions.</summary>
public partial class AnomalyDetectorTests
{
    [Fact]
    public async Task AValueMarkedNormalIsLearntByItsModel()
    {
        using var folder = new PipelineFolder();
        await using var log = In(folder);
        await LearnValuesAsync(log);
        Request(log, "slow", seconds: 63.2);
        await log.FlushAsync();

        Assert.True(log.Detector.MarkNormal(Assert.Single(log.Anomalies)));
        Assert.True(await log.Detector.LearnFeedbackAsync().WaitAsync(PipelineLog.Patience));

        // 65 is of another order of magnitude, so that the mark alone would not answer for it.
        Request(log, "again", 63.2);
        Request(log, "like", 65);
        await log.FlushAsync();
        Assert.Single(log.Anomalies);
        Request(log, "other", 80);
        Request(log, "low", 12);
        await log.FlushAsync();
        Assert.Equal([80, 12], log.Anomalies.Skip(1).Select(anomaly => anomaly.UnusualValue!.Value));
    }

    [Fact]
    public async Task ALearntValueOutlivesARestartAndIsUnlearntOnceMarkedAnomalous()
    {
        using var folder = new PipelineFolder();
        await using (var log = In(folder))
        {
            await LearnValuesAsync(log);
            Request(log, "slow", seconds: 63.2);
            await log.FlushAsync();
            Assert.True(log.Detector.MarkNormal(1));
        }

        await using var again = In(folder);
        Request(again, "like", 65);
        await again.FlushAsync();
        Assert.Empty(again.Anomalies);

        // What is marked anomalous need not have been reported by this process.
        Request(again, "other", 127);
        await again.FlushAsync();
        Assert.Single(again.Anomalies);
        var mark = again.Anomalies.Single() with
        {
            Origin = new LogGuard.Detection.AnomalyPattern(LogGuard.Detection.AnomalyPattern.OfValue(new int[4], 2, 1, 63.2, isExact: false)),
        };
        Assert.True(again.Detector.MarkAnomalous(mark));
        Assert.True(await again.Detector.LearnFeedbackAsync().WaitAsync(PipelineLog.Patience));
        Assert.Single(again.Told, line => line.Contains("was marked normal and the same is marked anomalous now"));

        Request(again, "like it", 65);
        Request(again, "same", 63.2);
        await again.FlushAsync();
        Assert.Equal([65, 63.2], again.Anomalies.Skip(1).Select(anomaly => anomaly.UnusualValue!.Value));
    }

    [Fact]
    public async Task AStepMarkedNormalIsAStepOfTheWorkflow()
    {
        using var folder = new PipelineFolder();
        await using (var log = In(folder, Calibrated))
        {
            await log.LearnAsync();
            Assert.Equal("seq(1, 2, 3, 4)", Assert.Single(log.Detector.Workflows).Root.ToShortText());
            await log.WriteSessionsAsync(1, "a b d", "asked");
            var step = log.Anomalies.First();
            Assert.Equal((WorkflowFault.Skipped, 3L), (step.Workflow!.Fault, step.Workflow.Position));

            Assert.True(log.Detector.MarkNormal(step));
            Assert.True(log.Detector.MarkNormal(step.Id));
            Assert.True(await log.Detector.LearnFeedbackAsync().WaitAsync(PipelineLog.Patience));

            Assert.Equal("seq(1, 2, opt(3), 4)", Assert.Single(log.Detector.Workflows).Root.ToShortText());
            var told = log.Told.Count(line => line.Contains("workflows have learnt"));
            Assert.Equal(1, told);
            var asked = log.Anomalies.Count;
            await log.WriteSessionsAsync(1, "a b d z", "later");
            var later = log.Anomalies.Skip(asked).First(anomaly => anomaly.Kind == AnomalyKind.UnknownKey);
            Assert.Equal((WorkflowFault.Foreign, 4L), (later.Workflow!.Fault, later.Workflow.Position));
            Assert.Null(later.SkippedStep);
        }

        var learnt = Load(folder);
        Assert.Equal("seq(1, 2, opt(3), 4)", learnt.Workflows.Workflows[0].Root.ToShortText());
        Assert.Equal("seq(1, 2, 3, 4)", learnt.TrainedWorkflows.Workflows[0].Root.ToShortText());
        await using var restarted = In(folder, Calibrated);
        Assert.True(await restarted.Detector.LearnFeedbackAsync().WaitAsync(PipelineLog.Patience));
        Assert.DoesNotContain(restarted.Told, line => line.Contains("workflows have learnt"));
        Assert.Equal("seq(1, 2, opt(3), 4)", Assert.Single(restarted.Detector.Workflows).Root.ToShortText());
    }

    [Fact]
    public async Task AStepMarkedAnomalousAfterAllIsTakenOutOfTheWorkflowAgain()
    {
        await using var log = new PipelineLog(Calibrated);
        await log.LearnAsync();
        await log.WriteSessionsAsync(1, "a b x c d", "asked");
        var step = Assert.Single(log.Anomalies);
        log.Detector.MarkNormal(step);
        await log.Detector.LearnFeedbackAsync().WaitAsync(PipelineLog.Patience);
        Assert.Equal("seq(1, 2, opt(5), 3, 4)", Assert.Single(log.Detector.Workflows).Root.ToShortText());

        Assert.True(log.Detector.MarkAnomalous(step));
        Assert.True(await log.Detector.LearnFeedbackAsync().WaitAsync(PipelineLog.Patience));

        Assert.Equal("seq(1, 2, 3, 4)", Assert.Single(log.Detector.Workflows).Root.ToShortText());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task RetrainingLearnsRecentValuesAndTimes(bool restarts)
    {
        using var folder = new PipelineFolder();
        var log = In(folder);
        try
        {
            await LearnValuesAsync(log);
            Request(log, "slow", seconds: 40);
            await log.FlushAsync();
            Assert.True(log.Detector.MarkNormal(Assert.Single(log.Anomalies)));
            await log.Detector.LearnFeedbackAsync().WaitAsync(PipelineLog.Patience);
            await RequestManyAsync(log, SomeValues.Normal(2_000, 40, 0.5, seed: 7), TimeSpan.FromSeconds(0.5));
            if (restarts)
            {
                await log.Detector.SaveAsync();
                await log.DisposeAsync();
                log = In(folder);
            }

            Assert.True(await log.Detector.RetrainAsync().WaitAsync(PipelineLog.Patience));

            // Without the mark it is the model that knows.
            await log.Detector.SaveAsync();
            var learnt = Load(folder);
            Assert.False(learnt.Values!.IsUnusual(2, [double.NaN, 40], out _));
            Assert.True(learnt.Values.IsUnusual(2, [double.NaN, 80], out _));
            var times = Assert.Single(log.Detector.Workflows).Transitions.Where(transition => transition.Elapsed is not null).ToArray();
            Assert.NotEmpty(times);
            Assert.Contains(times, transition => transition.Elapsed!.Percentile95 >= TimeSpan.FromSeconds(0.5));
        }
        finally
        {
            await log.DisposeAsync();
        }
    }

    [Fact]
    public async Task RetrainingNeverLearnsAReportedValueThatNobodyCalledNormal()
    {
        using var folder = new PipelineFolder();
        await using var log = In(folder);
        await LearnValuesAsync(log);

        await RequestManyAsync(log, SomeValues.Normal(1_000, 20, 1, seed: 7).Select((value, i) => i % 10 == 0 ? 200 : value), default);
        Assert.InRange(log.Anomalies.Count(anomaly => anomaly.Kind == AnomalyKind.UnusualValue), 100, 110);
        Assert.True(await log.Detector.RetrainAsync().WaitAsync(PipelineLog.Patience));

        var asked = log.Anomalies.Count;
        Request(log, "wrong", 200);
        Request(log, "wrong too", 40);
        await log.FlushAsync();
        Assert.Equal([200, 40], log.Anomalies.Skip(asked).Select(anomaly => anomaly.UnusualValue!.Value));
    }

    [Fact]
    public async Task NoTextOfALineGetsIntoASnapshot()
    {
        using var folder = new PipelineFolder();
        await using (var log = In(folder))
        {
            await LearnValuesAsync(log);
            Request(log, "session-called-secret", seconds: 63.2);
            await log.FlushAsync();
            log.Detector.MarkNormal(Assert.Single(log.Anomalies));
            await log.Detector.LearnFeedbackAsync().WaitAsync(PipelineLog.Patience);
        }

        var files = Directory.GetFiles(folder.Path, "*", SearchOption.AllDirectories);
        Assert.Contains(files, file => file.EndsWith("series.bin", StringComparison.Ordinal));
        Assert.Contains(files, file => file.EndsWith("timed.bin", StringComparison.Ordinal));

        // Of an open session the next process needs the id; see SessionOptions.SavedLimit.
        var snapshots = files.Where(file => Path.GetFileName(file) != "open-sessions.bin").ToArray();
        Assert.All(snapshots, file => Assert.DoesNotContain("secret", File.ReadAllText(file), StringComparison.Ordinal));
    }

    private static async Task RequestManyAsync(PipelineLog log, IEnumerable<double> values, TimeSpan delay)
    {
        var number = 0;
        foreach (var seconds in values)
        {
            Request(log, $"recent{number++}", seconds, delay);
            if (number % 100 == 0)
            {
                await log.FlushAsync();
            }
        }

        await log.Detector.CloseSessionsAsync().WaitAsync(PipelineLog.Patience);
    }
}
