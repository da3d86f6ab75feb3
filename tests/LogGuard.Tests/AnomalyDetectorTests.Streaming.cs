using LogGuard.Tests.Support;

namespace LogGuard.Tests;

/// <summary>Training from a file, through the whole detector.</summary>
public partial class AnomalyDetectorTests
{
    [Fact]
    public async Task TrainingFromAFileAndTrainingAgainDetectAlike()
    {
        using var folder = new PipelineFolder();
        await using var log = InFolder(folder.Path);
        await log.LearnAsync();
        await log.WriteSessionsAsync(60, prefix: "recent");
        Assert.True(await log.Detector.RetrainAsync().WaitAsync(PipelineLog.Patience));

        await log.WriteSessionsAsync(2, prefix: "fine");
        Assert.Empty(log.Anomalies);
        log.Write("odd", "a b d c");
        await log.FlushAsync();

        Assert.NotEmpty(log.Anomalies);
        Assert.Equal(2, log.Told.Count(line => line.Contains($"from a temporary file of 0 MB in {folder.Path}", StringComparison.Ordinal)));
        Assert.DoesNotContain(Directory.GetFiles(folder.Path), IsOfTraining);
        Assert.DoesNotContain(OpenFiles.In(folder.Path), IsOfTraining);

        // Open sessions are saved all the time.
        static bool IsOfTraining(string file) =>
            Path.GetFileName(file) is var name && name != ".lock" && !name.StartsWith("open-sessions.bin", StringComparison.Ordinal);
    }

    [Fact]
    public async Task ADiskThatTakesNoWindowsIsToldOnceAndCollectingGoesOn()
    {
        using var folder = new PipelineFolder();
        var path = folder["model"];
        await using var log = InFolder(path);
        await log.WriteSessionsAsync(60);
        Directory.Delete(path, recursive: true);
        File.WriteAllText(path, "where the folder should be");

        Assert.False(await log.Detector.TrainAsync().WaitAsync(PipelineLog.Patience));

        Assert.Equal(DetectorState.Collecting, log.Detector.State);
        Assert.StartsWith(
            $"LogGuard: the training failed, and collecting goes on: IOException: the training windows could not be written in {path}: ",
            Assert.Single(log.Told, line => line.Contains("windows", StringComparison.Ordinal)), StringComparison.Ordinal);

        File.Delete(path);
        await log.WriteSessionsAsync(1, prefix: "later");
        Assert.True(await log.Detector.TrainAsync().WaitAsync(PipelineLog.Patience));
        Assert.Contains(log.Told, line => line.Contains("training on 61 sessions", StringComparison.Ordinal));
    }

    private static PipelineLog InFolder(string path) => new(options =>
    {
        options.ModelPath = path;
        options.Training.WindowMemoryLimit = 0;
    });
}
