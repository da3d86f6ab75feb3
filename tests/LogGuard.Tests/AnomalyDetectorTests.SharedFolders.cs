using LogGuard.Tests.Support;

namespace LogGuard.Tests;

/// <summary>Two detectors on one folder: a bootstrap logger and the final one, or replicas on one volume.</summary>
public sealed class AnomalyDetectorSharedFolderTests
{
    [Fact]
    public async Task TheSecondDetectorReadsTheModelSaysSoOnceAndSavesNothing()
    {
        using var folder = new TemporaryFolder();
        await using (var trained = Log(folder))
        {
            await trained.LearnAsync();
        }

        await using var first = Log(folder);
        await using var second = Log(folder);
        Assert.Equal(DetectorState.Detecting, second.Detector.State);
        var before = Files(folder);

        second.Write("odd", "a b x");
        await second.FlushAsync();
        second.Detector.MarkNormal(Assert.Single(second.Anomalies));
        second.Detector.Suppress("some-cause", TestTimeProvider.Start.AddDays(1));
        await second.Detector.SaveSessionsAsync();
        await Assert.ThrowsAsync<IOException>(() => second.Detector.SaveAsync());
        second.Write("open", "a b");
        second.Dispose();

        Assert.Equal(before, Files(folder));
        Assert.Single(second.Told, line => line.Contains("in use by another detector", StringComparison.Ordinal));
        Assert.DoesNotContain(second.Told, line => line.Contains("could be saved", StringComparison.Ordinal));
        Assert.DoesNotContain(first.Told, line => line.Contains("in use by another detector", StringComparison.Ordinal));
    }

    [Fact]
    public async Task TheSecondDetectorTakesTheFolderOverWhenTheFirstIsDisposed()
    {
        using var folder = new TemporaryFolder();
        var bootstrap = Log(folder);
        await using (var final = Log(folder))
        {
            bootstrap.Write("boot", "a");
            bootstrap.Dispose();
            await final.LearnAsync();
        }

        await using var restarted = Log(folder);

        Assert.Equal(DetectorState.Detecting, restarted.Detector.State);
        Assert.DoesNotContain(restarted.Told, line => line.Contains("in use", StringComparison.Ordinal));
    }

    [Fact]
    public async Task WhatTheFirstDetectorLeavesIsContinuedBesideWhatTheSecondHas()
    {
        using var folder = new TemporaryFolder();
        await using (var trained = Log(folder))
        {
            await trained.LearnAsync();
        }

        var first = Log(folder);
        var second = Log(folder);
        first.Write("new-here", "y");
        first.Write("order-1", "a b");
        first.Detector.Suppress("cause-of-the-first", TestTimeProvider.Start.AddDays(1));
        second.Write("new-there", "z");
        second.Write("order-2", "a b c");
        await second.FlushAsync();
        second.Detector.Suppress("cause-of-the-second", TestTimeProvider.Start.AddDays(1));
        first.Dispose();
        second.Dispose();

        await using var restarted = Log(folder);
        Assert.Equal(["cause-of-the-first", "cause-of-the-second"], restarted.Detector.Suppressions.Select(suppression => suppression.Fingerprint));
        Assert.Equal(4, restarted.Detector.Counters.OpenSessions);
        restarted.Write("order-1", "c d");
        restarted.Write("order-2", "d");
        await restarted.Detector.CloseSessionsAsync();
        Assert.Empty(restarted.Anomalies);
        Assert.DoesNotContain(restarted.Told, line => line.Contains("not continued", StringComparison.Ordinal));
    }

    [Fact]
    public async Task ASuppressionTakesTheFolderOverOnceTheFirstDetectorHasEnded()
    {
        using var folder = new TemporaryFolder();
        var first = Log(folder);
        await using var second = Log(folder);
        await first.LearnAsync();
        second.Detector.Suppress("while-it-runs", TestTimeProvider.Start.AddDays(1));
        await second.FlushAsync();
        Assert.False(File.Exists(Path.Combine(folder.Path, "suppressions.json")));
        first.Detector.Suppress("of-the-first", TestTimeProvider.Start.AddDays(1));
        first.Dispose();

        second.Detector.Suppress("after-it", TestTimeProvider.Start.AddDays(1));
        await second.FlushAsync();

        var saved = File.ReadAllText(Path.Combine(folder.Path, "suppressions.json"));
        Assert.All(new[] { "while-it-runs", "of-the-first", "after-it" }, cause => Assert.Contains(cause, saved));
        Assert.Equal(3, second.Detector.Suppressions.Count);
    }

    [Fact]
    public async Task WhatBothDetectorsHaveCollectedIsLearntOnceAndByTheRightTemplates()
    {
        using var folder = new TemporaryFolder();
        await using (var before = Log(folder))
        {
            await before.WriteSessionsAsync(10);
        }

        var first = Log(folder);
        var second = Log(folder);
        first.Write("only-first", "y z");
        await first.Detector.CloseSessionsAsync();
        await first.WriteSessionsAsync(5, prefix: "first");
        second.Write("only-second", "z y");
        await second.Detector.CloseSessionsAsync();
        await second.WriteSessionsAsync(5, prefix: "second");
        first.Write("open", "a b");
        first.Dispose();
        second.Dispose();

        await using var restarted = Log(folder);
        Assert.Equal(22, restarted.Detector.Counters.SessionsCollected);
        Assert.Equal(1, restarted.Detector.Counters.OpenSessions);
        restarted.Write("open", "c d");
        await restarted.Detector.CloseSessionsAsync();
        Assert.Equal(23, restarted.Detector.Counters.SessionsCollected);
        Assert.True(await restarted.Detector.TrainAsync().WaitAsync(PipelineLog.Patience));
        restarted.Write("later", "a b c d");
        await restarted.Detector.CloseSessionsAsync();
        Assert.Empty(restarted.Anomalies);
    }

    [Fact]
    public async Task ASecondDetectorWithoutAModelLeavesThatOfTheFirstAlone()
    {
        using var folder = new TemporaryFolder();
        var first = Log(folder);
        var second = Log(folder);
        await first.LearnAsync();
        await second.WriteSessionsAsync(3);
        first.Write("order-1", "a b");
        first.Dispose();
        second.Dispose();

        Assert.Single(second.Told, line => line.Contains("has saved a trained model", StringComparison.Ordinal));
        await using var restarted = Log(folder);
        Assert.Equal(DetectorState.Detecting, restarted.Detector.State);
        Assert.Equal(1, restarted.Detector.Counters.OpenSessions);
    }

    [Fact]
    public async Task AnswersThatTheFirstDetectorWasGivenOutliveTheSecond()
    {
        using var folder = new TemporaryFolder();
        await using (var trained = Log(folder))
        {
            await trained.LearnAsync();
        }

        var first = Log(folder);
        var second = Log(folder);
        first.Write("odd", "a b x");
        await first.FlushAsync();
        first.Detector.MarkNormal(Assert.Single(first.Anomalies));
        second.Write("open", "a b");
        await second.FlushAsync();
        first.Dispose();
        second.Dispose();

        await using var restarted = Log(folder);
        Assert.Equal(1, restarted.Detector.Counters.PatternsMarkedNormal);
        restarted.Write("odd-again", "a b x");
        await restarted.FlushAsync();
        Assert.Empty(restarted.Anomalies);
    }

    [Fact]
    public async Task AReplicaSavesIntoAFolderOfItsOwnIfAsked()
    {
        using var folder = new TemporaryFolder();
        await using (var trained = Log(folder))
        {
            await trained.LearnAsync();
            trained.Detector.Suppress("some-cause", TestTimeProvider.Start.AddDays(1));
        }

        await using (var first = Log(folder, replicas: true))
        {
            await using (var second = Log(folder, replicas: true))
            {
                Assert.Equal(DetectorState.Detecting, second.Detector.State);
                Assert.Equal("some-cause", Assert.Single(second.Detector.Suppressions).Fingerprint);
                Assert.Equal(Path.Combine(folder.Path, "replica-2", "000002"), await second.Detector.SaveAsync());
                Assert.Contains(second.Told, line => line.Contains($"this one saves into {Path.Combine(folder.Path, "replica-2")}", StringComparison.Ordinal));
            }

            await using var third = Log(folder, replicas: true);
            Assert.Equal(DetectorState.Detecting, third.Detector.State);
            Assert.DoesNotContain(Directory.GetDirectories(folder.Path), path => path.EndsWith("replica-3", StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task AFolderThatDoesNotExistBelongsToTheFirstThatSaves()
    {
        using var parent = new TemporaryFolder();
        var path = Path.Combine(parent.Path, "model");
        await using var first = Log(path);
        await using var second = Log(path);

        await first.LearnAsync();
        await second.LearnAsync();

        Assert.Single(Directory.GetDirectories(path));
        Assert.Single(second.Told, line => line.Contains("in use by another detector", StringComparison.Ordinal));
    }

    private static PipelineLog Log(TemporaryFolder folder, bool replicas = false) => Log(folder.Path, replicas);

    private static PipelineLog Log(string folder, bool replicas = false) => new(options =>
    {
        options.ModelPath = folder;
        options.ReplicaFolders = replicas;
    });

    private static string[] Files(TemporaryFolder folder) =>
        [.. Directory.GetFiles(folder.Path, "*", SearchOption.AllDirectories).Select(file => $"{file} {File.GetLastWriteTimeUtc(file):O}").Order(StringComparer.Ordinal)];
}
