using LogGuard.Tests.Support;

namespace LogGuard.Tests.Detection;

/// <summary>Whether a detector that reports more than it promised recalibrates itself, and whether an outage leaves it as it was.</summary>
public class PromiseWatchTests
{
    private const int Learnt = 600;
    private const string Exceeded = "in 1,000 sessions over the last";

    [Fact]
    public async Task AStepThatComesAllTheTimeInUsualSessionsBecomesNormal()
    {
        await using var log = new PipelineLog(DriftingShop.Configure);
        var shop = new DriftingShop(log, seed: 1);
        await shop.LearnAsync(Learnt);
        await shop.RunAsync(13, share: 0.03, shop => shop.Swapped());

        var told = Assert.Single(log.Told, line => line.Contains(Exceeded));
        Assert.Contains("'NextKey' reported", told);
        Assert.Contains("\"step i of {Job}\" behind \"step g of {Job}\"", told);
        Assert.Contains("normal from now on", told);
        var before = log.Anomalies.Count;
        Assert.InRange(before, 100, 300);

        await shop.RunAsync(2, share: 0.03, shop => shop.Swapped());
        Assert.Equal(before, log.Anomalies.Count);

        // The answer reaches all of them, also where the steps before differ.
        Assert.True(log.Detector.MarkAnomalous(log.Anomalies.First()));
        await shop.RunAsync(1, share: 0.03, shop => shop.Swapped());
        Assert.InRange(log.Anomalies.Count - before, 5, 40);
    }

    [Fact]
    public async Task ACountThatComesAllTheTimeInUsualSessionsBecomesNormal()
    {
        await using var log = new PipelineLog(DriftingShop.Configure);
        var shop = new DriftingShop(log, seed: 2);
        await shop.LearnAsync(Learnt);
        await shop.RunAsync(13, share: 0.03, shop => shop.Unconfirmed());

        Assert.Contains("'Counts' reported", Assert.Single(log.Told, line => line.Contains(Exceeded)));
        var before = log.Anomalies.Count;
        await shop.RunAsync(2, share: 0.03, shop => shop.Unconfirmed());
        Assert.Equal(before, log.Anomalies.Count);
    }

    [Fact]
    public async Task StepsThatDifferFromSessionToSessionLowerTheThreshold()
    {
        await using var log = new PipelineLog(DriftingShop.Configure);
        var shop = new DriftingShop(log, seed: 3);
        await shop.LearnAsync(Learnt);
        await shop.RunAsync(13, share: 0.03, shop => shop.Shuffled());

        Assert.Contains("its threshold is lower from now on", Assert.Single(log.Told, line => line.Contains(Exceeded)));
        var before = log.Anomalies.Count;
        await shop.RunAsync(10, share: 0.03, shop => shop.Shuffled());

        // Less than half of the 31 in 1,000 until then. The lines behind a first report were not judged, so that one step is not enough.
        var reported = log.Anomalies.Skip(before).Select(anomaly => anomaly.SessionId).Distinct().Count();
        Assert.InRange(reported, 1, 31 * 10 * DriftingShop.SessionsPerBlock / 2_000);
    }

    [Theory]
    [InlineData("hours")]
    [InlineData("errors")]
    [InlineData("ends")]
    [InlineData("marked")]
    [InlineData("many")]
    public async Task AnOutageMakesNothingNormal(string outage)
    {
        await using var log = new PipelineLog(DriftingShop.Configure);
        var shop = new DriftingShop(log, seed: 4);
        await shop.LearnAsync(Learnt);
        if (outage == "hours")
        {
            // Four hours of it, every day.
            for (var day = 0; day < 3; day++)
            {
                await shop.RunAsync(10);
                await shop.RunAsync(2, share: 0.2, shop => shop.Swapped());
            }
        }
        else if (outage == "marked")
        {
            await shop.RunAsync(2, share: 0.05, shop => shop.Swapped());
            Assert.True(log.Detector.MarkAnomalous(log.Anomalies.First()));
            await shop.RunAsync(12, share: 0.05, shop => shop.Swapped());
        }
        else
        {
            // Two days of it, at once.
            await shop.RunAsync(2);
            await shop.RunAsync(24, share: outage == "many" ? 0.4 : 0.05, shop => outage == "ends" ? shop.CutShort() : shop.Swapped(), error: outage == "errors");
        }

        Assert.DoesNotContain(log.Told, line => line.Contains("from now on"));
        Assert.Equal(0, log.Detector.Counters.PatternsMarkedNormal);
        var before = log.Anomalies.Count;
        await shop.RunAsync(1, share: 0.05, shop => shop.Swapped());
        Assert.InRange(log.Anomalies.Count - before, 10, 60);
    }

    [Fact]
    public async Task AKeptPromiseIsNotTold()
    {
        await using var log = new PipelineLog(DriftingShop.Configure);
        var shop = new DriftingShop(log, seed: 5);
        await shop.LearnAsync(Learnt);
        await shop.RunAsync(30, share: 0.0005, shop => shop.Swapped());

        Assert.DoesNotContain(log.Told, line => line.Contains(Exceeded));
    }

    [Fact]
    public async Task TheMeasuredShareIsThatOfTheReports()
    {
        await using var log = new PipelineLog(DriftingShop.Configure);
        var shop = new DriftingShop(log, seed: 6);
        await shop.LearnAsync(Learnt);
        Assert.Null(log.Detector.MeasuredAlarmRate);
        await shop.RunAsync(3, share: 0.1, shop => shop.Swapped());

        var measured = log.Detector.MeasuredAlarmRate!;
        Assert.Equal(3 * DriftingShop.SessionsPerBlock, measured.SessionCount);
        Assert.Equal(log.Anomalies.Select(anomaly => anomaly.SessionId).Distinct().Count(), measured.ReportedCount);
        var question = measured.Questions.Single(question => question.Question == "NextKey");
        Assert.Equal(measured.ReportedCount, question.ReportedCount);
        Assert.Equal((double)measured.ReportedCount / measured.SessionCount, question.Share);
        Assert.InRange(question.Promised!.Value, 0.001, 0.02);
        Assert.Null(measured.Questions.SingleOrDefault(question => question.Question == "Values")?.Promised);
        Assert.StartsWith($"{measured.ReportedCount} sessions of 1,560 reported", measured.ToString());
    }

    [Fact]
    public async Task ARestartGoesOnCounting()
    {
        using var folder = new PipelineFolder();
        void Configure(AnomalyDetectorOptions options)
        {
            DriftingShop.Configure(options);
            options.ModelPath = folder.Path;
        }

        DateTimeOffset time;
        MeasuredAlarmRate measured;
        await using (var log = new PipelineLog(Configure))
        {
            var shop = new DriftingShop(log, seed: 7);
            await shop.LearnAsync(Learnt);
            await shop.RunAsync(7, share: 0.03, shop => shop.Swapped());

            // Sessions are saved if one is open.
            log.Write("open", "a b");
            await log.FlushAsync();
            measured = log.Detector.MeasuredAlarmRate!;
            time = log.Time;
        }

        await using var restarted = new PipelineLog(Configure) { Time = time };
        Assert.Equivalent(measured, restarted.Detector.MeasuredAlarmRate);
        restarted.Clock.SetUtcNow(time > restarted.Clock.GetUtcNow() ? time : restarted.Clock.GetUtcNow());
        var later = new DriftingShop(restarted, seed: 8);
        await later.RunAsync(4, share: 0.03, shop => shop.Swapped());
        Assert.DoesNotContain(restarted.Told, line => line.Contains(Exceeded));
        await later.RunAsync(1, share: 0.03, shop => shop.Swapped());
        Assert.Contains("normal from now on", Assert.Single(restarted.Told, line => line.Contains(Exceeded)));
    }
}
