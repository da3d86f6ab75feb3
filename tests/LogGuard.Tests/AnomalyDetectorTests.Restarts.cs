using LogGuard.Tests.Support;

namespace LogGuard.Tests;

/// <summary>What a restart of a healthy application raises: nothing.</summary>
public sealed class AnomalyDetectorRestartTests
{
    [Fact]
    public async Task ASessionThatIsOpenAtShutdownGoesOnInTheNextProcess()
    {
        using var folder = new TemporaryFolder();
        await using (var first = Log(folder))
        {
            await first.LearnAsync();
            first.Write("order-1", "a b");
            await first.FlushAsync();
        }

        await using var second = Log(folder);
        second.Write("order-1", "c d");
        await second.Detector.CloseSessionsAsync();

        Assert.Equal(DetectorState.Detecting, second.Detector.State);
        Assert.Empty(second.Anomalies);
    }

    [Fact]
    public async Task ASessionThatGoesOnWronglyAfterARestartIsReported()
    {
        using var folder = new TemporaryFolder();
        await using (var first = Log(folder))
        {
            await first.LearnAsync();
            first.Write("order-1", "a b");
        }

        await using var second = Log(folder);
        second.Write("order-1", "d");
        await second.Detector.CloseSessionsAsync();

        var anomaly = Assert.Single(second.Anomalies);
        Assert.Equal(AnomalyKind.UnexpectedKey, anomaly.Kind);
        Assert.Equal(3, anomaly.Position);
        Assert.Equal(["step a of {Job}", "step b of {Job}"], anomaly.RecentSteps);
    }

    [Fact]
    public async Task ASessionThatIsOpenAtShutdownIsNotJudgedAsEnded()
    {
        using var folder = new TemporaryFolder();
        var first = Log(folder);
        await first.LearnAsync();
        first.Write("order-1", "a b");
        await first.FlushAsync();

        await first.DisposeAsync();

        Assert.Empty(first.Anomalies);
    }

    [Fact]
    public async Task ASessionThatIsOpenAtShutdownIsNotJudgedWithoutAFolderEither()
    {
        var log = new PipelineLog();
        await log.LearnAsync();
        log.Write("order-1", "a b");
        await log.FlushAsync();

        await log.DisposeAsync();

        Assert.Empty(log.Anomalies);
    }

    [Fact]
    public async Task ASessionThatNothingContinuesAfterARestartIsClosedWithoutJudgement()
    {
        using var folder = new TemporaryFolder();
        await using (var first = Log(folder))
        {
            await first.LearnAsync();
            first.Write("request-1", "a b");
        }

        await using var second = Log(folder);
        second.Time += TimeSpan.FromMinutes(1);
        second.Write("request-2", "a b c d");
        Assert.Equal(2, await OpenAsync(second));
        for (var step = 0; step < 4; step++)
        {
            // A longer pause would count as a jump of the clock.
            second.Time += TimeSpan.FromMinutes(2);
            second.Write($"request-{step + 3}", "a b c d");
        }

        Assert.Equal(3, await OpenAsync(second));

        Assert.Empty(second.Anomalies);
    }

    [Fact]
    public async Task ASessionThatWasIdleForLongerThanTheIdleTimeIsNotContinued()
    {
        using var folder = new TemporaryFolder();
        await using (var first = Log(folder))
        {
            await first.LearnAsync();
            first.Write("order-1", "a b");
        }

        var now = TestTimeProvider.Start.AddMinutes(6);
        await using var second = Log(folder, now: now);

        Assert.Equal(0, await OpenAsync(second));
        second.Write("order-1", "a b c d");
        await second.Detector.CloseSessionsAsync();
        Assert.Empty(second.Anomalies);
    }

    [Fact]
    public async Task ASessionWithAnAnomalyBeforeTheRestartIsNotReportedForItsEndAgain()
    {
        using var folder = new TemporaryFolder();
        await using (var first = Log(folder))
        {
            await first.LearnAsync();
            first.Write("order-1", "a b x");
            await first.FlushAsync();
            Assert.Single(first.Anomalies);
        }

        await using var second = Log(folder);
        second.Write("order-1", "c");
        await second.Detector.CloseSessionsAsync();

        Assert.Empty(second.Anomalies);
    }

    [Fact]
    public async Task SessionsThatAreCollectedGoOnAfterARestartAndAreLearntAsAWhole()
    {
        using var folder = new TemporaryFolder();
        await using (var first = Log(folder))
        {
            await first.WriteSessionsAsync(40);
            for (var i = 0; i < 20; i++)
            {
                first.Write($"open-{i}", "a b");
            }
        }

        await using var second = Log(folder);
        for (var i = 0; i < 20; i++)
        {
            second.Write($"open-{i}", "c d");
        }

        await second.Detector.CloseSessionsAsync();
        Assert.Equal(60, second.Detector.Counters.SessionsCollected);
        Assert.True(await second.Detector.TrainAsync().WaitAsync(PipelineLog.Patience));
        await second.WriteSessionsAsync(10, prefix: "later");
        Assert.Empty(second.Anomalies);
    }

    [Fact]
    public async Task ATemplateThatCameAfterTheTrainingIsKnownByItsKeyAfterACrash()
    {
        using var folder = new TemporaryFolder();
        using var copy = new TemporaryFolder();
        await using (var first = Log(folder, options => options.Session.SaveInterval = null))
        {
            await first.LearnAsync();
            first.Write("order-1", "a b x");
            await SaveAsync(first);
            first.Write("order-2", "a b");
            Copy(folder.Path, copy.Path);
        }

        await using var second = Log(copy);
        second.Write("order-1", "c");
        await second.Detector.CloseSessionsAsync();

        Assert.DoesNotContain(second.Told, line => line.Contains("not continued", StringComparison.Ordinal));
        Assert.Empty(second.Anomalies);
    }

    [Fact]
    public async Task TheLinesOfAHostsOwnStartAndStopAreKnownAtSight()
    {
        using var folder = new TemporaryFolder();
        string[] start = ["Now listening on: {address}", "Application started. Press Ctrl+C to shut down.", "Hosting environment: {EnvName}", "Content root path: {ContentRoot}"];
        await using (var first = Log(folder))
        {
            await first.LearnAsync();
            first.Line("Application is shutting down...", null);
            await first.FlushAsync();
            Assert.Empty(first.Anomalies);
        }

        await using var second = Log(folder);
        foreach (var line in start)
        {
            second.Line(line, null);
        }

        second.Line("Application is shutting down...", "order-9");
        await second.FlushAsync();
        Assert.Empty(second.Anomalies);
        Assert.Equal(0, await OpenAsync(second));

        second.Line("Application is shutting down...", null, LogSeverity.Error);
        await second.FlushAsync();
        Assert.Single(second.Anomalies);
    }

    [Fact]
    public async Task TheStreamOfAnApplicationGoesOnAfterARestart()
    {
        using var folder = new TemporaryFolder();
        await using (var first = Log(folder))
        {
            for (var i = 0; i < 40; i++)
            {
                first.Write(null, "a b c d a b c d");
                await first.Detector.CloseSessionsAsync();
            }

            Assert.True(await first.Detector.TrainAsync().WaitAsync(PipelineLog.Patience));
            first.Write(null, "a b c d a b");
            await first.FlushAsync();
            Assert.Empty(first.Anomalies);
        }

        await using var second = Log(folder);
        second.Write(null, "a b c d a b c d");
        await second.FlushAsync();

        Assert.Empty(second.Anomalies);
    }

    [Fact]
    public async Task NoMoreSessionsAreSavedThanTheLimitAllowsAndTheLatestAreKept()
    {
        using var folder = new TemporaryFolder();
        var first = Log(folder, options => options.Session.SavedLimit = 2);
        await first.LearnAsync();
        foreach (var id in new[] { "o1", "o2", "o3", "o4" })
        {
            first.Write(id, "a b");
        }

        await first.DisposeAsync();

        Assert.Contains(first.Told, line => line.Contains("2 with the oldest last event are not saved", StringComparison.Ordinal));
        await using var second = Log(folder);
        Assert.Equal(2, await OpenAsync(second));
        second.Write("o3", "c d");
        second.Write("o4", "c d");
        await second.Detector.CloseSessionsAsync();
        Assert.Empty(second.Anomalies);
    }

    [Fact]
    public async Task ADamagedFileOfSessionsIsSetAsideAndTold()
    {
        using var folder = new TemporaryFolder();
        await using (var first = Log(folder))
        {
            await first.LearnAsync();
            first.Write("order-1", "a b");
        }

        var path = Path.Combine(folder.Path, "open-sessions.bin");
        var bytes = File.ReadAllBytes(path);
        bytes[bytes.Length / 2] ^= 1;
        File.WriteAllBytes(path, bytes);

        await using var second = Log(folder);

        Assert.Equal(DetectorState.Detecting, second.Detector.State);
        Assert.Contains(second.Told, line => line.Contains("set aside as open-sessions.bin.damaged", StringComparison.Ordinal));
        Assert.Equal(0, await OpenAsync(second));
    }

    private static PipelineLog Log(TemporaryFolder folder, Action<AnomalyDetectorOptions>? configure = null, DateTimeOffset? now = null)
    {
        var clock = new TestTimeProvider();
        if (now is { } time)
        {
            clock.SetUtcNow(time);
        }

        return new PipelineLog(options =>
        {
            options.ModelPath = folder.Path;
            options.TimeProvider = clock;
            configure?.Invoke(options);
        });
    }

    private static async Task<long> OpenAsync(PipelineLog log)
    {
        await log.FlushAsync();
        return log.Detector.Counters.OpenSessions;
    }

    // The interval passes on the test clock; the thread that saves is waited for.
    private static async Task SaveAsync(PipelineLog log)
    {
        await log.FlushAsync();
        await log.Detector.SaveSessionsAsync().WaitAsync(PipelineLog.Patience);
    }

    private static void Copy(string from, string to)
    {
        foreach (var folder in Directory.GetDirectories(from))
        {
            Directory.CreateDirectory(Path.Combine(to, Path.GetFileName(folder)));
            Copy(folder, Path.Combine(to, Path.GetFileName(folder)));
        }

        foreach (var file in Directory.GetFiles(from).Where(file => Path.GetFileName(file) != ".lock"))
        {
            File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
        }
    }
}
