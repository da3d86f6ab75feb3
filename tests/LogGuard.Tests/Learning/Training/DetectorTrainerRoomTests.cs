using LogGuard.Learning.Training;
using LogGuard.Sequences;
using LogGuard.Tests.Support;

namespace LogGuard.Tests.Learning;

/// <summary>Where a training needs no more memory than it may, and that it uses what it may. Nothing is learnt here.</summary>
public sealed class DetectorTrainerRoomTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly ScriptedEngine _engine = new(static _ => 0.5f);
    private readonly List<string> _told = [];

    public void Dispose() => _folder.Dispose();

    // The order of so many windows is a megabyte: 1,024 of each of 256 sessions.
    [Theory]
    [InlineData(0, false)]
    [InlineData(1, true)]
    public void TheOrderOfRepetitionsTakesMemoryToo(int moreCount, bool isTold)
    {
        var session = new LogKeySequence([.. Enumerable.Repeat(1, 1_028)]);
        LogKeySequence[] sessions = [.. Enumerable.Repeat(session, 256), .. Enumerable.Repeat(new LogKeySequence([1, 1, 1, 1, 2]), moreCount)];

        TrainUntilFirstBatch(DetectorKind.DeepLog, sessions, memoryLimit: 1);

        Assert.Equal(isTold, _told.Count == 1);
    }

    // A record has a header of 12 bytes and 4 for each key; before all of them there are 16.
    [Theory]
    [InlineData(DetectorKind.Default, "300,001", 16 + 12 + 4 * 300_000)]
    [InlineData(DetectorKind.DeepLog, "599,992", 16 + 2 * (12 + 4 * 300_000))]
    public void HowManyWindowsOfHowManyBytesAreInAFileIsTold(DetectorKind kind, string windows, int length)
    {
        var session = new LogKeySequence([.. Enumerable.Range(0, 300_000).Select(i => 1 + i % 7)]);

        TrainUntilFirstBatch(kind, [session, session], memoryLimit: 0);

        Assert.Equal(
            $"the windows would take more than Training.WindowMemoryLimit, 0 MB: {windows} of 4 events are trained on from a temporary file of "
            + $"{length >> 20} MB in {_folder.Path}, and thresholds are chosen on a sample.",
            Assert.Single(_told));
    }

    // In a megabyte there is room for 5,140 windows of 50, and for 4,096 of a part of them. What is held out is asked once a pass,
    // and now and then.
    [Theory]
    [InlineData(1, 10 * (43 + 2_150 + 2_150))]
    [InlineData(2_900, 13 * 4_096)]
    public void TheHeldOutWindowsAreAllWhereTheyAreInMemory(int trainedCount, int expected)
    {
        // A tenth is held out: pairs of keys that differ, each with three windows, of which the first is shared by fifty.
        var heldOut = Enumerable.Range(0, 2_150).Select(i => new LogKeySequence([1 + i / 50, 1 + i % 50]));
        var trained = Enumerable.Range(0, 9 * 2_150).Select(i => i % trainedCount).Select(i => new LogKeySequence([51 + i / 54, 51 + i % 54]));

        Train([.. trained, .. heldOut], options => (options.Model.WindowSize, options.Model.TopG, options.Training.WindowMemoryLimit) = (50, 3, 1));

        Assert.Equal(trainedCount == 1 ? 0 : 1, _told.Count);
        Assert.Equal(expected, _engine.PredictedCount);
    }

    // 2,500 sessions of two keys: 5,051 windows, as many as fit into memory, and more than are judged from a file.
    [Fact]
    public void ThresholdsAreChosenOnAllSessionsWhereWindowsAreInMemory()
    {
        var sessions = Enumerable.Range(0, 2_500).Select(i => new LogKeySequence([1 + i / 50, 1 + i % 50])).ToArray();

        Train(sessions, options => (options.Model.WindowSize, options.Training.WindowMemoryLimit) = (50, 1));
        var withFloor = _engine.PredictedCount;
        Train(sessions, options => (options.Model.WindowSize, options.Model.TopG, options.Training.WindowMemoryLimit) = (50, 3, 1));
        var withoutFloor = _engine.PredictedCount - withFloor;

        // All windows, and of the held-out ones those that are forgotten meanwhile.
        Assert.Empty(_told);
        Assert.InRange(withFloor - withoutFloor, 5_051, 5_051 + 550);
    }

    [Fact]
    public void WhatIsFarTooMuchIsNotTriedInMemory()
    {
        // 150 sessions of 1,000 keys are three times as much as a megabyte holds.
        var random = new Random(2);
        LogKeySequence[] sessions = [.. Enumerable.Range(0, 150).Select(_ => new LogKeySequence([.. Enumerable.Range(0, 1_000).Select(_ => 1 + random.Next(40))]))];

        TrainUntilFirstBatch(DetectorKind.Default, sessions, memoryLimit: 0);
        var withoutTry = Allocated(memoryLimit: 0);
        var withLimit = Allocated(memoryLimit: 1);

        // Counting takes two megabytes with all else that a limit allows; a try to hold the windows, another four.
        Assert.InRange(withLimit - withoutTry, 0, 4_000_000);

        long Allocated(int memoryLimit)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            TrainUntilFirstBatch(DetectorKind.Default, sessions, memoryLimit);
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }
    }

    [Fact]
    public void WhatIsThereAlreadyAddsNoWindows()
    {
        var (chosen, heldOut) = Choose(Enumerable.Repeat("abcdefghi", 100), first: 90, windowLimit: 10);

        Assert.Equal(100, chosen.Count);
        Assert.Equal(90.., heldOut);
    }

    // Nine events and the end are ten windows.
    [Theory]
    [InlineData(29, 2)]
    [InlineData(30, 3)]
    [InlineData(39, 3)]
    [InlineData(40, 4)]
    public void AsManyWindowsAsMayBeAreChosen(int windowLimit, int count)
    {
        var (chosen, _) = Choose(Enumerable.Range(0, 20).Select(i => "abcdefgh" + (char)('a' + i)), first: 18, windowLimit);

        Assert.Equal(count, chosen.Count);
    }

    [Fact]
    public void OneOfEitherPartIsChosenWhereverItStands()
    {
        for (var count = 2; count <= 5; count++)
        {
            for (var first = 1; first < count; first++)
            {
                for (var seed = 0; seed < 40; seed++)
                {
                    var (chosen, heldOut) = Choose(Enumerable.Range(0, count).Select(i => $"{(char)('a' + i)}"), first, windowLimit: 1, seed);

                    Assert.Equal((2, 1..), (chosen.Count, heldOut));
                    Assert.InRange(chosen[0].Keys[0], 1, first);
                    Assert.InRange(chosen[1].Keys[0], first + 1, count);
                }
            }
        }
    }

    private static (SessionCorpus Corpus, Range HeldOut) Choose(IEnumerable<string> sessions, int first, int windowLimit, int seed = 1) =>
        SessionSample.Choose(Some.Corpus(sessions), first.., windowLimit, fewest: 2, seed);

    private void TrainUntilFirstBatch(DetectorKind kind, LogKeySequence[] sessions, int memoryLimit)
    {
        _told.Clear();
        using var cancellation = new CancellationTokenSource();
        Assert.Throws<OperationCanceledException>(() => Trainer(kind, options => options.Training.WindowMemoryLimit = memoryLimit)
            .Train(Corpus(sessions), _ => cancellation.Cancel(), cancellation.Token));
    }

    private void Train(LogKeySequence[] sessions, Action<AnomalyDetectorOptions> configure) => Trainer(DetectorKind.Default, configure).Train(Corpus(sessions));

    private DetectorTrainer Trainer(DetectorKind kind, Action<AnomalyDetectorOptions> configure)
    {
        var options = Trained.Options(kind);
        (options.ModelPath, options.Model.TrainingSteps) = (_folder, 1);
        configure(options);
        return new DetectorTrainer(options, _engine) { Tell = _told.Add };
    }

    private static SessionCorpus Corpus(LogKeySequence[] sessions)
    {
        var corpus = new SessionCorpus();
        foreach (var session in sessions)
        {
            corpus.Add(session);
        }

        return corpus;
    }
}
