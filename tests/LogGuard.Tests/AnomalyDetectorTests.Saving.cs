using System.Security.Cryptography;
using LogGuard.Tests.Support;

namespace LogGuard.Tests;

public partial class AnomalyDetectorTests
{
    public static TheoryData<string, string> Damages
    {
        get
        {
            var damages = new TheoryData<string, string>();
            foreach (var file in new[] { "manifest.json", "manifest.sha256", "network.safetensors" })
            {
                foreach (var damage in new[] { "cut short", "emptied", "removed", "altered", "replaced by a folder" })
                {
                    damages.Add(file, damage);
                }
            }

            return damages;
        }
    }

    [Theory]
    [InlineData(DetectorKind.Default)]
    [InlineData(DetectorKind.NewKey)]
    [InlineData(DetectorKind.NGram)]
    [InlineData(DetectorKind.DeepLog)]
    public async Task ARestartDetectsAtOnceAndJudgesTheSame(DetectorKind kind)
    {
        using var folder = new PipelineFolder();
        (string, long, AnomalyKind, long)[] before;
        await using (var log = Opened())
        {
            await log.LearnAsync();
            await ReplayAsync(log, Interleaved(new Random(1)));
            before = Verdicts(log);
        }

        await using var restarted = Opened();
        Assert.Equal(DetectorState.Detecting, restarted.Detector.State);
        await ReplayAsync(restarted, Interleaved(new Random(2)));

        Assert.NotEmpty(before);
        Assert.Equal(before, Verdicts(restarted));
        Assert.Contains("detecting, by a saved model of 60 sessions", restarted.Told.First());

        PipelineLog Opened() => In(folder, options =>
        {
            options.Detector = kind;
            options.Model.WindowSize = 2;
        });
    }

    [Fact]
    public async Task TheSessionsCollectedSoFarSurviveARestart()
    {
        using var folder = new PipelineFolder();
        await using (var log = In(folder))
        {
            await log.WriteSessionsAsync(40);
        }

        await using (var log = In(folder))
        {
            Assert.Equal(40, log.Detector.Counters.SessionsCollected);
            await log.WriteSessionsAsync(20, prefix: "more");
            log.Write("open", "a b");
        }

        await using var restarted = In(folder);
        Assert.Equal(60, restarted.Detector.Counters.SessionsCollected);
        restarted.Write("open", "c d");
        await restarted.Detector.CloseSessionsAsync();
        Assert.Equal(61, restarted.Detector.Counters.SessionsCollected);
        Assert.True(await restarted.Detector.TrainAsync().WaitAsync(PipelineLog.Patience));
        await restarted.WriteSessionsAsync(3);
        Assert.Empty(restarted.Anomalies);
    }

    [Fact]
    public async Task EnoughSessionsFromBeforeARestartAreEnough()
    {
        using var folder = new PipelineFolder();
        await using (var log = In(folder))
        {
            await log.WriteSessionsAsync(40);
        }

        await using var restarted = In(folder, options => options.Training.SessionCount = 41);
        await restarted.WriteSessionsAsync(1, prefix: "last");

        await Detecting(restarted);
        Assert.Contains(restarted.Told, line => line.Contains("training on 41 sessions"));
    }

    [Fact]
    public async Task ATrainingThatIsInterruptedLosesNoSession()
    {
        using var folder = new PipelineFolder();
        await using (var log = In(folder, options => options.Model.TrainingSteps = 10_000_000))
        {
            await log.WriteSessionsAsync(40);
            _ = log.Detector.TrainAsync();
            await log.FlushAsync();
            Assert.Equal(DetectorState.Training, log.Detector.State);
        }

        await using var restarted = In(folder);
        Assert.Equal(DetectorState.Collecting, restarted.Detector.State);
        Assert.Equal(40, restarted.Detector.Counters.SessionsCollected);
    }

    [Fact]
    public async Task TemplatesThatCameAfterTrainingKeepTheirKeys()
    {
        using var folder = new PipelineFolder();
        await using (var log = In(folder))
        {
            await log.LearnAsync();
            log.Write("s", "x y");
        }

        await using var restarted = In(folder);
        Assert.Equal(6, restarted.Detector.Counters.KeyCount);
        restarted.Write("s", "y");
        await restarted.FlushAsync();
        Assert.Equal(AnomalyKind.UnknownKey, Assert.Single(restarted.Anomalies).Kind);
    }

    // A bootstrap logger that is replaced by the real one lives on the same folder for a while.
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task OfTwoDetectorsOnOneFolderTheSecondSavesOnceTheFirstHasEnded(bool bootstrapEndsLast)
    {
        using var folder = new PipelineFolder();
        await using (var log = In(folder))
        {
            await log.WriteSessionsAsync(10);
        }

        var bootstrap = In(folder);
        var real = In(folder);
        bootstrap.Write("boot", "a");
        await bootstrap.FlushAsync();
        await real.WriteSessionsAsync(20, prefix: "more");
        (bootstrapEndsLast ? real : bootstrap).Dispose();
        (bootstrapEndsLast ? bootstrap : real).Dispose();

        Assert.Single(real.Told, line => line.Contains("is in use by another detector: this one reads the model and saves nothing there", StringComparison.Ordinal));
        await using var restarted = In(folder);
        Assert.Equal(bootstrapEndsLast ? 10 : 30, restarted.Detector.Counters.SessionsCollected);
    }

    [Fact]
    public async Task ADetectorThatLearntNothingNewLeavesTheFolderAlone()
    {
        using var folder = new PipelineFolder();
        await using (var log = In(folder))
        {
            await log.WriteSessionsAsync(10);
        }

        for (var restart = 0; restart < 4; restart++)
        {
            await using var log = In(folder);
        }

        Assert.Equal("000001", Path.GetFileName(Assert.Single(folder.Snapshots)));
    }

    [Fact]
    public async Task ATrainedModelOutlivesADetectorThatStillCollects()
    {
        using var folder = new PipelineFolder();
        await using (var log = In(folder))
        {
            var bootstrap = In(folder);
            await bootstrap.WriteSessionsAsync(10, prefix: "boot");
            await log.LearnAsync();
            log.Dispose();
            bootstrap.Dispose();
        }

        await using var restarted = In(folder);
        Assert.Equal(DetectorState.Detecting, restarted.Detector.State);
    }

    [Theory]
    [MemberData(nameof(Damages))]
    public async Task ADamagedModelIsSetAsideAndTheOneBeforeIsUsed(string file, string damage)
    {
        using var folder = await TrainedAsync();
        await using (var log = In(folder))
        {
            Assert.NotNull(await log.Detector.SaveAsync());
        }

        Damage(Path.Combine(folder.Snapshots[^1], file), damage);

        await using var restarted = In(folder, options => options.RequireModel = true);
        Assert.Equal(DetectorState.Detecting, restarted.Detector.State);
        var line = Assert.Single(restarted.Told, line => line.Contains("damaged"));
        Assert.Contains("000002", line);
        Assert.Contains("set aside as 000002.damaged", line);
        Assert.True(Directory.Exists(folder["000002.damaged"]));
    }

    [Theory]
    [MemberData(nameof(Damages))]
    public async Task WithNothingButADamagedModelTheDetectorLearnsAnew(string file, string damage)
    {
        using var folder = await TrainedAsync();
        Damage(Path.Combine(Assert.Single(folder.Snapshots), file), damage);

        await using (var log = In(folder))
        {
            Assert.Equal(DetectorState.Collecting, log.Detector.State);
            Assert.Single(log.Told);
            await log.LearnAsync();
        }

        await using var restarted = In(folder);
        Assert.Equal(DetectorState.Detecting, restarted.Detector.State);
    }

    [Theory]
    [InlineData("cut short")]
    [InlineData("emptied")]
    [InlineData("removed")]
    [InlineData("altered")]
    public async Task DamagedSessionsAreSetAsideAndTheOnesBeforeAreUsed(string damage)
    {
        using var folder = new PipelineFolder();
        for (var run = 0; run < 2; run++)
        {
            await using var log = In(folder);
            await log.WriteSessionsAsync(10, prefix: $"run{run}-");
        }

        Damage(Path.Combine(folder.Snapshots[^1], "sessions.bin"), damage);

        await using var restarted = In(folder);
        Assert.Equal(10, restarted.Detector.Counters.SessionsCollected);
        Assert.Contains("damaged", Assert.Single(restarted.Told));
    }

    [Fact]
    public async Task AModelOfANewerVersionIsLeftAlone()
    {
        using var folder = await TrainedAsync();
        var snapshot = Assert.Single(folder.Snapshots);
        MakeNewer(snapshot);
        var files = Directory.GetFiles(snapshot).ToDictionary(file => file, File.ReadAllBytes);

        await using (var log = In(folder))
        {
            Assert.Equal(DetectorState.Collecting, log.Detector.State);
            Assert.Contains("newer version", Assert.Single(log.Told));
            await log.WriteSessionsAsync(5);
        }

        Assert.All(files, file => Assert.Equal(file.Value, File.ReadAllBytes(file.Key)));
        Assert.Equal(2, folder.Snapshots.Length);
    }

    [Fact]
    public async Task AModelOfANewerVersionIsNeverPrunedAway()
    {
        using var folder = await TrainedAsync();
        var newer = Assert.Single(folder.Snapshots);
        MakeNewer(newer);

        for (var run = 0; run < 5; run++)
        {
            await using var log = In(folder);
            await log.WriteSessionsAsync(5, prefix: $"run{run}-");
        }

        Assert.True(Directory.Exists(newer));
    }

    [Fact]
    public async Task AModelForAnotherDetectorIsReportedAndLeftAlone()
    {
        using var folder = await TrainedAsync();

        await using (var log = In(folder, options => options.Detector = DetectorKind.NGram))
        {
            Assert.Equal(DetectorState.Collecting, log.Detector.State);
            Assert.Contains("the saved model is for the detector Default, and NGram is asked for", Assert.Single(log.Told));
        }

        await using var restarted = In(folder);
        Assert.Equal(DetectorState.Detecting, restarted.Detector.State);
    }

    [Fact]
    public async Task WhatIsLearntForAnotherDetectorSurvivesARestartToo()
    {
        using var folder = await TrainedAsync();
        await using (var log = In(folder, options => options.Detector = DetectorKind.NGram))
        {
            await log.WriteSessionsAsync(10);
        }

        await using (var log = In(folder, options => options.Detector = DetectorKind.NGram))
        {
            Assert.Equal(10, log.Detector.Counters.SessionsCollected);
        }

        await using var restarted = In(folder);
        Assert.Equal(DetectorState.Detecting, restarted.Detector.State);
    }

    [Fact]
    public async Task AModelWithTooManyTemplatesIsReported()
    {
        using var folder = await TrainedAsync();

        await using var log = In(folder, options => options.VocabularyLimit = 3);

        Assert.Equal(DetectorState.Collecting, log.Detector.State);
        Assert.Contains("the saved model has 4 templates, which do not fit in a vocabulary of 3", Assert.Single(log.Told));
    }

    [Fact]
    public async Task ASavedModelKeepsItsWindowAndSaysSo()
    {
        using var folder = await TrainedAsync();

        await using var log = In(folder, options => options.Model.WindowSize = 7);

        Assert.Equal(DetectorState.Detecting, log.Detector.State);
        Assert.Single(log.Told, line => line.Contains("Model.WindowSize is 7, and the saved model keeps the 4"));
        await log.WriteSessionsAsync(3);
        Assert.Empty(log.Anomalies);
    }

    [Fact]
    public async Task ARequiredModelThatCannotBeUsedIsAnErrorWithItsReason()
    {
        using var folder = new PipelineFolder();
        AssertRequired("there is no trained model in " + folder.Path);
        AssertRequired("there is no trained model in " + folder["nowhere"], options => options.ModelPath = folder["nowhere"]);
        File.WriteAllText(folder["file"], "no folder");
        AssertRequired("there is no trained model in " + folder["file"], options => options.ModelPath = folder["file"]);

        await using (var log = In(folder))
        {
            await log.WriteSessionsAsync(5);
        }

        AssertRequired("there is no trained model in " + folder.Path);

        await using (var log = In(folder))
        {
            await log.LearnAsync();
        }

        AssertRequired("for the detector Default, and NewKey is asked for", options => options.Detector = DetectorKind.NewKey);
        AssertRequired("4 templates, which do not fit in a vocabulary of 2", options => options.VocabularyLimit = 2);

        MakeNewer(folder.Snapshots[^1]);
        AssertRequired("was written by a newer version of LogGuard: it has format 3, and this version reads up to 2");

        Damage(Path.Combine(folder.Snapshots[^1], "manifest.json"), "cut short");
        AssertRequired("is damaged: manifest.json does not match its checksum");

        void AssertRequired(string reason, Action<AnomalyDetectorOptions>? configure = null)
        {
            var exception = Assert.Throws<InvalidOperationException>(() => In(folder, options =>
            {
                options.RequireModel = true;
                configure?.Invoke(options);
            }));
            Assert.StartsWith("AnomalyDetectorOptions: RequireModel is true", exception.Message);
            Assert.Contains(reason, exception.Message);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("below")]
    public async Task AFileWhereTheFolderShouldBeStopsNothingAndIsToldOnce(string below)
    {
        using var folder = new PipelineFolder();
        File.WriteAllText(folder["file"], "no folder");

        await AssertUnusableAsync(Path.Combine(folder["file"], below));

        Assert.Equal("no folder", File.ReadAllText(folder["file"]));
    }

    [Fact]
    public async Task AFolderThatCannotBeMadeStopsNothingAndIsToldOnce()
    {
        if (Directory.Exists("/proc/self"))
        {
            await AssertUnusableAsync("/proc/logguard/model");
        }

        await AssertUnusableAsync(Path.Combine(Path.GetTempPath(), new string('n', 5_000)));
    }

    [Fact]
    public async Task AFolderThatMayNotBeReadStopsNothing()
    {
        using var folder = await TrainedAsync();
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(folder.Path, UnixFileMode.None);
        }

        try
        {
            await using var log = In(folder);
            await log.WriteSessionsAsync(5);
            Assert.Equal(20, log.Detector.Counters.Processed);
        }
        finally
        {
            if (!OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(folder.Path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            }
        }
    }

    [Fact]
    public async Task SavingNamesItsSnapshotAndKeepsTheLastThree()
    {
        using var folder = await TrainedAsync();
        await using var log = In(folder);

        for (var save = 2; save <= 6; save++)
        {
            Assert.Equal(folder[$"{save:D6}"], await log.Detector.SaveAsync());
        }

        Assert.Equal(["000004", "000005", "000006"], folder.Snapshots.Select(Path.GetFileName));
    }

    [Fact]
    public async Task SavingWithoutAFolderIsAnError()
    {
        await using var log = new PipelineLog();

        await Assert.ThrowsAsync<InvalidOperationException>(() => log.Detector.SaveAsync());

        Assert.Equal(0, log.Detector.Counters.Failed);
    }

    [Fact]
    public async Task SavingWhereItCannotBeIsAnErrorForWhoAskedAndForNobodyElse()
    {
        using var folder = new PipelineFolder();
        File.WriteAllText(folder["file"], "no folder");
        await using var log = new PipelineLog(options => options.ModelPath = folder["file"]);

        await Assert.ThrowsAsync<IOException>(() => log.Detector.SaveAsync());

        log.Write("s", "a");
        await log.FlushAsync();
        Assert.Equal(0, log.Detector.Counters.Failed);
    }

    private static PipelineLog In(PipelineFolder folder, Action<AnomalyDetectorOptions>? configure = null) => new(options =>
    {
        options.ModelPath = folder.Path;
        configure?.Invoke(options);
    });

    private static async Task<PipelineFolder> TrainedAsync()
    {
        var folder = new PipelineFolder();
        await using var log = In(folder);
        await log.LearnAsync();
        return folder;
    }

    // Learns, reports and ends as ever, and says in one line that it could not save.
    private static async Task AssertUnusableAsync(string path)
    {
        await using var log = new PipelineLog(options => options.ModelPath = path);
        await log.LearnAsync();
        log.Write("s", "x");
        await log.FlushAsync();
        Assert.Single(log.Anomalies);

        Assert.Single(log.Told, line => line.Contains("nothing can be saved in " + path.TrimEnd('/')));
    }

    private static void Damage(string file, string damage)
    {
        switch (damage)
        {
            case "cut short":
                File.WriteAllBytes(file, File.ReadAllBytes(file)[..^3]);
                break;
            case "emptied":
                File.WriteAllBytes(file, []);
                break;
            case "altered":
                var bytes = File.ReadAllBytes(file);
                bytes[bytes.Length / 2] ^= 1;
                File.WriteAllBytes(file, bytes);
                break;
            default:
                File.Delete(file);
                if (damage != "removed")
                {
                    Directory.CreateDirectory(file);
                }

                break;
        }
    }

    private static void MakeNewer(string snapshot)
    {
        var manifest = Path.Combine(snapshot, "manifest.json");
        var text = File.ReadAllText(manifest).Replace("\"Format\": 2,", "\"Format\": 3,");
        Assert.Contains("\"Format\": 3,", text);
        File.WriteAllText(manifest, text);
        File.WriteAllText(
            Path.Combine(snapshot, "manifest.sha256"), Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(manifest))));
    }
}
