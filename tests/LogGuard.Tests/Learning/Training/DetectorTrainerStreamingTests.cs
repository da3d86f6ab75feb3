using LogGuard.Detection;
using LogGuard.Learning.Training;
using LogGuard.Models.NextKey;
using LogGuard.Models.Windows;
using LogGuard.Neural;
using LogGuard.Sequences;
using LogGuard.Tests.Support;
using Xunit.Abstractions;

namespace LogGuard.Tests.Learning;

public sealed class DetectorTrainerStreamingTests(ITestOutputHelper output) : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly List<string> _told = [];

    [Theory]
    [InlineData(DetectorKind.Default)]
    [InlineData(DetectorKind.DeepLog)]
    public void WhatIsTrainedFromAFileJudgesAsWhatIsTrainedInMemory(DetectorKind kind)
    {
        var corpus = OrderLog.Normal(300);

        var fromFile = new SessionEvaluation(Train(kind, corpus, memoryLimit: 0));
        var fromMemory = new SessionEvaluation(Train(kind, corpus));

        Assert.StartsWith("the windows would take more than Training.WindowMemoryLimit, 0 MB: ", Assert.Single(_told), StringComparison.Ordinal);
        Assert.InRange(corpus.Weighted(Range.All).Sum(entry => fromFile.IsReported(entry.Sequence.Keys) ? entry.Count : 0), 0, 3);
        var log = new OrderLog(seed: 7);
        var alike = 0;
        for (var i = 0; i < 500; i++)
        {
            var keys = i < 250 ? log.Next() : log.Next(OrderLog.Faults[i % OrderLog.Faults.Length]);
            alike += fromFile.IsReported(keys) == fromMemory.IsReported(keys) ? 1 : 0;
        }

        output.WriteLine($"{kind}: {alike} of 500 sessions judged alike");
        Assert.InRange(alike, 490, 500);
    }

    // Both find the same in a slice of the real log: what the paper's normal sessions do not show, and little else.
    [Theory]
    [Trait("Kind", "Slow")]
    [InlineData(DetectorKind.Default)]
    [InlineData(DetectorKind.DeepLog)]
    public void HdfsIsJudgedAlikeFromAFileAndFromMemory(DetectorKind kind)
    {
        void Settings(AnomalyDetectorOptions options) => options.Model = new() { HiddenSize = 32, LayerCount = 1, TrainingSteps = 1_000 };
        var fromFile = new SessionEvaluation(Train(kind, HdfsData.Training, memoryLimit: 0, Settings));
        var fromMemory = new SessionEvaluation(Train(kind, HdfsData.Training, configure: Settings));

        foreach (var (file, least) in new[] { ("hdfs_test_normal.txt.gz", 0.99), ("hdfs_test_abnormal.txt.gz", 0.97) })
        {
            var (alike, reported, reportedFromMemory, all) = (0, 0, 0, 0);
            foreach (var (sequence, count) in HdfsData.Read(file).Weighted(Range.All).Where((_, number) => number % 8 == 0))
            {
                var (one, other) = (fromFile.IsReported(sequence.Keys), fromMemory.IsReported(sequence.Keys));
                alike += one == other ? count : 0;
                reported += one ? count : 0;
                reportedFromMemory += other ? count : 0;
                all += count;
            }

            output.WriteLine($"{kind} {file}: {alike} of {all} alike, reported {reported} from a file and {reportedFromMemory} from memory");
            Assert.InRange((double)alike / all, least, 1);
        }
    }

    [Theory]
    [InlineData(DetectorKind.Default)]
    [InlineData(DetectorKind.DeepLog)]
    public void BelowTheLimitItHasNoSay(DetectorKind kind)
    {
        var (one, other) = (Train(kind, OrderLog.Normal(100), memoryLimit: 1), Train(kind, OrderLog.Normal(100), memoryLimit: 2_048));

        Assert.Empty(_told);
        Assert.Equal(one.Keys!.Rule, other.Keys!.Rule);
        NeuralAssert.Same(((LogKeyModel)one.Keys.Model).Network.Weights, ((LogKeyModel)other.Keys.Model).Network.Weights);
    }

    // Four keys and the next are 20 bytes: 52,428 are a megabyte. By chance a few of those here are equal.
    [Theory]
    [InlineData(52, 0)]
    [InlineData(54, 1)]
    public void TheLimitIsOfDifferentWindowsInMegabytes(int sessionCount, int toldCount)
    {
        var random = new Random(2);
        LogKeySequence[] sessions = [.. Enumerable.Range(0, sessionCount).Select(_ => new LogKeySequence([.. Enumerable.Range(0, 1_000).Select(_ => 1 + random.Next(40))]))];
        var corpus = new SessionCorpus();
        for (var i = 0; i < 20 * sessionCount; i++)
        {
            corpus.Add(sessions[i % sessionCount]);
        }

        using var cancellation = new CancellationTokenSource();
        Assert.Throws<OperationCanceledException>(() =>
            Trainer(DetectorKind.Default, memoryLimit: 1).Train(corpus, _ => cancellation.Cancel(), cancellation.Token));

        Assert.Equal(toldCount, _told.Count);
    }

    [Theory]
    [InlineData(DetectorKind.Default)]
    [InlineData(DetectorKind.DeepLog)]
    public void TheSameSeedGivesTheSameDetectorFromAFile(DetectorKind kind)
    {
        var (one, other) = (Train(kind, OrderLog.Normal(100), memoryLimit: 0), Train(kind, OrderLog.Normal(100), memoryLimit: 0));

        Assert.Equal(one.Keys!.Rule, other.Keys!.Rule);
        NeuralAssert.Same(((LogKeyModel)one.Keys.Model).Network.Weights, ((LogKeyModel)other.Keys.Model).Network.Weights);
        Assert.Equal(one.Basis!.Rehearsal.Windows, other.Basis!.Rehearsal.Windows);
    }

    [Theory]
    [InlineData(DetectorKind.Default)]
    [InlineData(DetectorKind.DeepLog)]
    public void WhatIsRehearsedIsTheSameFewWindowsFromAFile(DetectorKind kind)
    {
        var (fromFile, fromMemory) = (Train(kind, OrderLog.Normal(100), memoryLimit: 0), Train(kind, OrderLog.Normal(100)));

        Assert.Equal(Rows(fromMemory.Basis!.Rehearsal), Rows(fromFile.Basis!.Rehearsal));

        static List<string> Rows(WindowSet set) =>
            [.. Enumerable.Range(0, set.Count).Select(row => string.Join(' ', [.. set.Windows.AsSpan(row * set.WindowSize, set.WindowSize), set.Targets[row]]) + ": " + set.Weights[row]).Order()];
    }

    [Theory]
    [InlineData(DetectorKind.Default)]
    [InlineData(DetectorKind.DeepLog)]
    public void TheFileIsGoneAfterTraining(DetectorKind kind)
    {
        var during = 0;

        Trainer(kind, memoryLimit: 0).Train(OrderLog.Normal(60), _ => during = Math.Max(during, OpenFiles.In(_folder).Length));

        Assert.Equal(OperatingSystem.IsLinux() ? 1 : 0, during);
        NothingIsLeft();
    }

    [Theory]
    [InlineData(DetectorKind.Default)]
    [InlineData(DetectorKind.DeepLog)]
    public void TheFileIsGoneAfterTrainingWasCancelled(DetectorKind kind)
    {
        using var cancellation = new CancellationTokenSource();

        Assert.Throws<OperationCanceledException>(() => Trainer(kind, memoryLimit: 0).Train(OrderLog.Normal(60), _ => cancellation.Cancel(), cancellation.Token));

        Assert.Single(_told);
        NothingIsLeft();
    }

    [Fact]
    public void TheFileIsGoneAfterTrainingFailed()
    {
        Assert.Throws<InvalidOperationException>(() =>
            Trainer(DetectorKind.Default, memoryLimit: 0).Train(OrderLog.Normal(60), _ => throw new InvalidOperationException()));

        Assert.Single(_told);
        NothingIsLeft();
    }

    [Fact]
    public void WindowsChosenByWorkflowsAreToldOfToo()
    {
        var trainer = Trainer(DetectorKind.Default, memoryLimit: 0, options => options.Model.Parameters = ParameterSource.Workflows);

        trainer.Train(OrderLog.Normal(60), values: null, progress: null, CancellationToken.None);

        Assert.Contains(_told, line => line.Contains("WindowMemoryLimit", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(DetectorKind.Default)]
    [InlineData(DetectorKind.DeepLog)]
    public void SessionsWithoutWindowsNeedNoFile(DetectorKind kind)
    {
        var corpus = new SessionCorpus();
        corpus.Add(new LogKeySequence(new int[6], HasStart: false, HasEnd: false));

        Assert.Null(Train(kind, corpus, memoryLimit: 0).Keys);
        Assert.Empty(_told);
    }

    [Fact]
    public void ThresholdsAreChosenOnASampleWhereMemoryIsShort()
    {
        // 5,000 sessions of three keys, nearly all different. A top-g that is set leaves the floor out, and so what it takes is
        // the difference: for 2,000 of them, some of whose 5,000 windows are forgotten meanwhile and asked for again.
        var random = new Random(2);
        var corpus = new SessionCorpus();
        for (var i = 0; i < 5_000; i++)
        {
            corpus.Add(new LogKeySequence([.. Enumerable.Range(0, 3).Select(_ => 1 + random.Next(40))]));
        }

        Assert.InRange(Predicted(memoryLimit: 0, topG: null) - Predicted(memoryLimit: 0, topG: 5), 4_500, 8_500);
        Assert.InRange(Predicted(memoryLimit: 4, topG: null) - Predicted(memoryLimit: 4, topG: 5), 10_000, 12_000);

        long Predicted(int memoryLimit, int? topG)
        {
            var engine = new ScriptedEngine(_ => 0.5f);
            var options = Trained.Options(DetectorKind.Default);
            (options.ModelPath, options.Model.TopG, options.Training.WindowMemoryLimit) = (_folder, topG, memoryLimit);
            new DetectorTrainer(options, engine).Train(corpus);
            return engine.PredictedCount;
        }
    }

    [Fact]
    public void FewSessionsAreAllChosenInTheirOrder()
    {
        var corpus = OrderLog.Normal(100);

        var (chosen, heldOut) = SessionSample.Choose(corpus, 90.., windowLimit: 10_000, fewest: 2, seed: 1);

        Assert.Equal(corpus.Order.Select(number => corpus.Distinct[number]), chosen.Order.Select(number => chosen.Distinct[number]));
        Assert.Equal(90.., heldOut);
    }

    [Theory]
    [InlineData(2, 2)]
    [InlineData(70, 70)]
    [InlineData(1_000, 100)]
    public void HoweverLongSessionsAreEnoughOfThemAreChosen(int fewest, int expected)
    {
        var corpus = new SessionCorpus();
        for (var i = 0; i < 100; i++)
        {
            corpus.Add(new LogKeySequence([.. Enumerable.Range(0, 500).Select(place => 1 + ((place * i) % 9))]));
        }

        var (chosen, heldOut) = SessionSample.Choose(corpus, 90.., windowLimit: 100, fewest, seed: 1);

        Assert.InRange(chosen.Count, expected, expected == 2 ? 20 : expected + 20);
        Assert.InRange(heldOut.GetOffsetAndLength(chosen.Count).Length, 1, 10);
    }

    [Theory]
    [InlineData(20)]
    [InlineData(1_000)]
    [InlineData(30_000)]
    public void TheSessionsChosenHoldNoMoreWindowsThanTheLimit(int limit)
    {
        var random = new Random(5);
        var corpus = new SessionCorpus();
        for (var i = 0; i < 2_000; i++)
        {
            // Every second one was there before.
            corpus.Add(i % 2 == 1 ? corpus[i - 1] : new LogKeySequence([.. Enumerable.Range(0, 1 + random.Next(60)).Select(_ => 1 + random.Next(9))]));
        }

        var shares = new List<double>();
        for (var seed = 0; seed < 20; seed++)
        {
            var (chosen, heldOut) = SessionSample.Choose(corpus, 1_800.., limit, fewest: 2, seed);

            var windows = chosen.Distinct.Sum(sequence => sequence.Keys.Length + 1);
            Assert.True(windows <= limit || chosen.Count == 2, $"{windows} windows of {chosen.Count} sessions");
            var length = heldOut.GetOffsetAndLength(chosen.Count).Length;
            Assert.InRange(length, 1, chosen.Count - 1);
            shares.Add((double)length / chosen.Count);
        }

        if (limit > 20)
        {
            Assert.InRange(shares.Average(), 0.07, 0.2);
        }
    }

    public void Dispose() => _folder.Dispose();

    private void NothingIsLeft()
    {
        Assert.Empty(Directory.GetFileSystemEntries(_folder));
        Assert.Empty(OpenFiles.In(_folder));
    }

    private SessionModel Train(DetectorKind kind, SessionCorpus corpus, int? memoryLimit = null, Action<AnomalyDetectorOptions>? configure = null) =>
        Trainer(kind, memoryLimit, configure).Train(corpus);

    private DetectorTrainer Trainer(DetectorKind kind, int? memoryLimit, Action<AnomalyDetectorOptions>? configure = null)
    {
        var options = Trained.Options(kind);
        options.ModelPath = _folder;
        configure?.Invoke(options);
        options.Training.WindowMemoryLimit = memoryLimit ?? options.Training.WindowMemoryLimit;
        return new DetectorTrainer(options, new ManagedEngine(threadCount: 1)) { Tell = _told.Add };
    }
}
