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
