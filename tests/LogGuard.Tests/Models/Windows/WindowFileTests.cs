using LogGuard.Models.NextKey;
using LogGuard.Models.Windows;
using LogGuard.Neural;
using LogGuard.Sequences;
using LogGuard.Tests.Support;

namespace LogGuard.Tests.Models;

public sealed class WindowFileTests : IDisposable
{
    private static readonly SymbolMap Symbols = new(Some.Keys("a b c d"));

    private readonly TemporaryFolder _folder = new();

    [Theory]
    [InlineData(1, true)]
    [InlineData(3, true)]
    [InlineData(3, false)]
    [InlineData(10, true)]
    [InlineData(10, false)]
    public void APassHandsOutTheWindowsOfTheSessions(int windowSize, bool withBoundaries)
    {
        (LogKeySequence, int)[] sessions =
        [
            (Session("a b c d"), 2), (Session("a z b c a d b d a a c b"), 1), (Session("", hasStart: true), 4),
            (Session("b b a c d a b c d d a", hasStart: false), 3), (Session("c a b", hasEnd: false), 1), (Session("a b c d"), 5),
        ];
        var set = WindowSet.Collect(sessions, Symbols, windowSize, withBoundaries);
        var file = WindowFile.Write(FilePath, sessions, Symbols, windowSize, withBoundaries);
        using var feed = new WindowFileFeed(WindowFile.Open(FilePath, Symbols), batchSize: 4, seed: 1, bufferSize: 7);

        // Two passes: the second must hold the same.
        for (var pass = 0; pass < 2; pass++)
        {
            Assert.Equal(Weighed(set), Weighed(feed, file.WindowCount));
        }
    }

    [Fact]
    public void WindowsAreMixedAndTheSameSeedMixesThemAlike()
    {
        var file = WindowFile.Write(FilePath, Sessions(50), Symbols, windowSize: 4, withBoundaries: true);

        var inOrder = file.Read().Select(row => Text(row.Row.Span)).ToList();
        var one = Order(file, seed: 1);

        Assert.Equal(inOrder.Order(), one.Order());
        Assert.NotEqual(inOrder, one);
        Assert.Equal(one, Order(file, seed: 1));
        Assert.NotEqual(one, Order(file, seed: 2));
    }

    [Fact]
    public void WhatIsTrainedFromAFileIsAsGoodAsWhatIsTrainedFromMemory()
    {
        var sessions = Sessions(40).ToArray();
        var windows = WindowSet.Collect(sessions, Symbols, 4, withBoundaries: true);
        var file = WindowFile.Write(FilePath, sessions, Symbols, 4, withBoundaries: true);
        var options = new LogKeyTrainingOptions { StepCount = 150, LearningRate = 0.02f, BatchSize = 64 };
        var description = LogKeyModel.Describe(Symbols, hiddenSize: 16, layerCount: 1);
        var trainer = new LogKeyModelTrainer(new ManagedEngine(threadCount: 1), options);

        using var feed = new WindowFileFeed(file, options.BatchSize, options.Seed);
        var fromFile = trainer.Train(description, feed, null, null, default);
        var fromMemory = trainer.Train(description, windows, null, null, default);

        Assert.Equal(LogKeyModelTrainer.Loss(fromMemory, windows), LogKeyModelTrainer.Loss(fromFile, windows), 0.05);
    }

    [Fact]
    public void ReadingTakesNoMemoryThatGrowsWithTheFile()
    {
        var file = WindowFile.Write(FilePath, Sessions(2_000), Symbols, windowSize: 10, withBoundaries: true);
        using var feed = new WindowFileFeed(file, batchSize: 100, seed: 1, bufferSize: 1_000);
        feed.Next();

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var batch = 1; batch < feed.BatchesPerPass - 1; batch++)
        {
            feed.Next();
        }

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 10_000);
    }

    [Fact]
    public void ACutOffFileIsRefused()
    {
        WindowFile.Write(FilePath, Sessions(5), Symbols, windowSize: 4, withBoundaries: true);
        using (var stream = File.OpenWrite(FilePath))
        {
            stream.SetLength(stream.Length - 2);
        }

        Assert.Throws<InvalidDataException>(() => WindowFile.Open(FilePath, Symbols).Read().Count());
    }

    [Fact]
    public void AnotherFileIsRefused()
    {
        File.WriteAllText(FilePath, "these are no windows at all");

        Assert.Throws<InvalidDataException>(() => WindowFile.Open(FilePath, Symbols));
    }

    [Fact]
    public void ATemporaryFileIsReadAgainAndAgainAndLeavesNothing()
    {
        var folder = Path.Combine(_folder, "made when it is missing");
        var sessions = Sessions(30).ToArray();
        var kept = WindowFile.Write(FilePath, sessions, Symbols, 4, withBoundaries: true);

        using (var file = WindowFile.WriteTemporary(folder, sessions, Symbols, 4, withBoundaries: true))
        {
            for (var pass = 0; pass < 2; pass++)
            {
                Assert.Equal(kept.Read().Select(row => Text(row.Row.Span)), file.Read().Select(row => Text(row.Row.Span)));
            }

            // Where a crash would leave it.
            Assert.Equal(OperatingSystem.IsWindows() ? 1 : 0, Directory.GetFiles(folder).Length);
            Assert.Equal(kept.Length, file.Length);
        }

        Assert.Empty(Directory.GetFiles(folder));
        Assert.Empty(OpenFiles.In(folder));
    }

    [Fact]
    public void WhatEndsTheWritingOfATemporaryFileLeavesNothing()
    {
        var sessions = Sessions(30).Select((session, number) => number < 20 ? session : throw new OperationCanceledException());

        Assert.Throws<OperationCanceledException>(() => WindowFile.WriteTemporary(_folder, sessions, Symbols, 4, withBoundaries: true));

        Assert.Empty(Directory.GetFiles(_folder));
        Assert.Empty(OpenFiles.In(_folder));
    }

    // A disk that is always full; only Linux has one at hand.
    [Fact]
    public void AFullDiskIsNamedAndLeavesNothing()
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        var problem = Assert.Throws<IOException>(() => WindowFile.Write("/dev/full", Sessions(30_000), Symbols, 4, withBoundaries: true));

        Assert.Contains("No space left", problem.Message, StringComparison.Ordinal);
        Assert.Empty(OpenFiles.In("/dev/full"));
    }

    [Fact]
    public void AFolderThatCannotBeWrittenToIsNamed()
    {
        File.WriteAllText(FilePath, "where a folder should be");

        var problem = Assert.Throws<IOException>(() => WindowFile.WriteTemporary(FilePath, Sessions(5), Symbols, 4, withBoundaries: true));

        Assert.StartsWith($"the training windows could not be written in {FilePath}: ", problem.Message, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private string FilePath => Path.Combine(_folder, "windows");

    private static LogKeySequence Session(string letters, bool hasStart = true, bool hasEnd = true) => new(Some.Keys(letters), hasStart, hasEnd);

    private static IEnumerable<(LogKeySequence, int)> Sessions(int count)
    {
        var random = new Random(3);
        return Enumerable.Range(0, count).Select(_ => (Session(string.Join(' ', Enumerable.Range(0, 5 + random.Next(10)).Select(i => "abcd"[(i + random.Next(2)) % 4]))), 1));
    }

    private static List<string> Order(WindowFile file, int seed)
    {
        using var feed = new WindowFileFeed(file, batchSize: 16, seed, bufferSize: 100);
        var order = new List<string>();
        for (var batch = 0; batch < feed.BatchesPerPass; batch++)
        {
            feed.Next();
            for (var row = 0; row < feed.Targets.Length; row++)
            {
                order.Add(Text([.. feed.Windows.Slice(row * feed.WindowSize, feed.WindowSize), feed.Targets[row]]));
            }
        }

        return order;
    }

    private static string Text(ReadOnlySpan<int> row) => string.Join(' ', row.ToArray());

    private static SortedDictionary<string, double> Weighed(WindowSet set)
    {
        var weights = new SortedDictionary<string, double>(StringComparer.Ordinal);
        for (var row = 0; row < set.Count; row++)
        {
            weights[Text([.. set.Windows.AsSpan(row * set.WindowSize, set.WindowSize), set.Targets[row]])] = set.Weights[row];
        }

        return weights;
    }

    private static SortedDictionary<string, double> Weighed(WindowFileFeed feed, long expectedCount)
    {
        var weights = new SortedDictionary<string, double>(StringComparer.Ordinal);
        long count = 0;
        for (var batch = 0; batch < feed.BatchesPerPass; batch++)
        {
            feed.Next();
            count += feed.Targets.Length;
            for (var row = 0; row < feed.Targets.Length; row++)
            {
                var text = Text([.. feed.Windows.Slice(row * feed.WindowSize, feed.WindowSize), feed.Targets[row]]);
                weights[text] = weights.GetValueOrDefault(text) + feed.Weights[row];
            }
        }

        Assert.Equal(expectedCount, count);
        return weights;
    }
}
