using LogGuard.Tests.Support;

namespace LogGuard.Tests;

/// <summary>Templates that come with a new version of the application.</summary>
public partial class AnomalyDetectorTests
{
    [Fact]
    public async Task ANewTemplateOfANewVersionIsReportedOnceAndLearntIfItStaysQuiet()
    {
        using var folder = await LearntByVersionAsync("1.0");
        await using var log = In(folder, Version("2.0"));
        await log.WriteSessionsAsync(20, "a b x c d");

        var announced = Assert.Single(log.Anomalies);
        Assert.Equal((AnomalyKind.UnknownKey, "2.0"), (announced.Kind, announced.NewInVersion));
        Assert.Contains("new in version 2.0", announced.Reason);
        Assert.Equal(19, log.Detector.Counters.LinesQuarantined);

        log.Time += TimeSpan.FromMinutes(40);
        await log.WriteSessionsAsync(5, "a b x c d", "late");
        log.Time += TimeSpan.FromMinutes(40);
        await log.WriteSessionsAsync(5, "a b x c d", "after");

        Assert.Single(log.Anomalies);
        Assert.Contains(log.Told, line => line.Contains("stayed quiet and regular"));
        Assert.Equal(1, log.Detector.Counters.PatternsMarkedNormal);
    }

    [Theory]
    [InlineData("error")]
    [InlineData("reported")]
    [InlineData("seldom")]
    [InlineData("early")]
    public async Task ANewTemplateThatIsNotQuietOrRegularIsReportedAgain(string fault)
    {
        using var folder = await LearntByVersionAsync("1.0");
        await using var log = In(folder, Version("2.0"));
        await log.WriteSessionsAsync(1, "a b x c d", "first");
        if (fault != "seldom")
        {
            await log.WriteSessionsAsync(20, "a b x c d");
        }

        log.Time += TimeSpan.FromMinutes(fault == "early" ? 10 : 40);
        log.Write("bad", "a b");
        log.Write("bad", "x", fault == "error" ? LogSeverity.Error : LogSeverity.Information);
        log.Write("bad", fault == "reported" ? "c d a a a a a" : "c d");
        await log.Detector.CloseSessionsAsync().WaitAsync(PipelineLog.Patience);
        log.Time += TimeSpan.FromMinutes(fault == "early" ? 80 : 40);
        var before = log.Anomalies.Count(anomaly => anomaly.Template == PipelineLog.Template("x"));
        Assert.Equal(1, before);

        await log.WriteSessionsAsync(3, "a b x c d", "after");

        Assert.Contains(log.Told, line => line.Contains("is reported again"));
        Assert.Equal(4, log.Anomalies.Count(anomaly => anomaly.Template == PipelineLog.Template("x")));
        Assert.Equal(0, log.Detector.Counters.PatternsMarkedNormal);
    }

    [Fact]
    public async Task WithTheSameVersionANewTemplateIsReportedAsEver()
    {
        using var folder = await LearntByVersionAsync("1.0");
        await using var log = In(folder, Version("1.0"));
        await log.WriteSessionsAsync(3, "a b x c d");

        Assert.Equal(3, log.Anomalies.Count);
        Assert.All(log.Anomalies, anomaly => Assert.Null(anomaly.NewInVersion));
        Assert.Equal(0, log.Detector.Counters.LinesQuarantined);
    }

    [Fact]
    public async Task WhatIsWatchedIsWatchedOnAfterARestart()
    {
        using var folder = await LearntByVersionAsync("1.0");
        await using (var log = In(folder, Version("2.0")))
        {
            await log.WriteSessionsAsync(3, "a b x c d");
            Assert.Single(log.Anomalies);
        }

        await using var restarted = In(folder, Version("2.0"));
        await restarted.WriteSessionsAsync(3, "a b x c d");
        Assert.Empty(restarted.Anomalies);
        await restarted.WriteSessionsAsync(3, "a b y c d", "other");
        Assert.Equal("2.0", Assert.Single(restarted.Anomalies).NewInVersion);
    }

    [Fact]
    public async Task WhatIsAnsweredWhileItIsWatchedIsAnswered()
    {
        using var folder = await LearntByVersionAsync("1.0");
        await using var log = In(folder, Version("2.0"));
        await log.WriteSessionsAsync(2, "a b x c d");

        Assert.True(log.Detector.MarkAnomalous(Assert.Single(log.Anomalies)));
        await log.WriteSessionsAsync(2, "a b x c d", "again");
        Assert.Equal(3, log.Anomalies.Count);
    }

    private static Action<AnomalyDetectorOptions> Version(string version) => options =>
    {
        options.ApplicationVersion = version;
        options.Training.QuarantineTime = TimeSpan.FromHours(1);
    };

    private static async Task<PipelineFolder> LearntByVersionAsync(string version)
    {
        var folder = new PipelineFolder();
        await using var log = In(folder, Version(version));
        await log.LearnAsync();
        return folder;
    }
}
