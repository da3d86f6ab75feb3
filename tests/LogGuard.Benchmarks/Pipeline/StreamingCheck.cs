using System.Diagnostics;
using System.Globalization;
using LogGuard.Learning.Training;
using LogGuard.Models.Windows;
using LogGuard.Neural;
using LogGuard.Sequences;

namespace LogGuard.Benchmarks.Pipeline;

/// <summary>
/// Measures the memory and the feed rate of a training with more windows than the memory limit: distinct sessions of a thousand
/// events, and windows of a hundred. One process measures one limit, because the peak is per process.
/// </summary>
internal static class StreamingCheck
{
    private const int KeyCount = 200;
    private const int WindowSize = 100;
    private const int SessionLength = 1_000;

    /// <param name="eventCount">Events to train on.</param>
    /// <param name="memoryLimit"><see cref="TrainingOptions.WindowMemoryLimit"/>.</param>
    /// <param name="seconds">The time until the training is cancelled; 0 lets it complete.</param>
    public static int Run(int eventCount, int memoryLimit, int seconds)
    {
        var corpus = Corpus(eventCount);
        var before = PeakMegabytes();
        var options = new AnomalyDetectorOptions
        {
            Model = { WindowSize = WindowSize, HiddenSize = 16, LayerCount = 1, TrainingSteps = 1 },
            Training = { WindowMemoryLimit = memoryLimit },
        };
        var clock = Stopwatch.StartNew();
        var (began, share, ended) = (TimeSpan.Zero, 0.0, TimeSpan.Zero);
        using var cancellation = new CancellationTokenSource();
        var trainer = new DetectorTrainer(options, new ManagedEngine()) { Tell = Console.WriteLine };
        try
        {
            trainer.Train(corpus, Progress, cancellation.Token);
        }
        catch (OperationCanceledException)
        {
            // Cancelled as requested.
        }

        // Ten passes over the windows of nine tenths of the sessions.
        var windows = eventCount + corpus.Count;
        var trained = share * 10 * windows * 0.9 / (ended - began).TotalSeconds;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"result windows={windows} window_size={WindowSize} limit_mb={memoryLimit} ready_seconds={began.TotalSeconds:0.0} train_windows_per_second={trained:0} "
            + $"whole_seconds={clock.Elapsed.TotalSeconds:0} corpus_mb={before} peak_mb={PeakMegabytes()}"));
        if (memoryLimit == 0)
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"result feed_windows_per_second={FeedRate(corpus):0}"));
        }

        return 0;

        void Progress(double done)
        {
            (share, ended) = (done, clock.Elapsed);
            if (done == 0)
            {
                began = ended;
            }
            else if (seconds > 0 && ended - began > TimeSpan.FromSeconds(seconds))
            {
                cancellation.Cancel();
            }
        }
    }

    // Random paths through the keys: each key has three successors, usually the first.
    private static SessionCorpus Corpus(int eventCount)
    {
        var random = new SeededRandom(1);
        var corpus = new SessionCorpus();
        for (var session = 0; session < eventCount / SessionLength; session++)
        {
            var keys = new int[SessionLength];
            var key = (int)(random.NextUniform() * KeyCount);
            for (var i = 0; i < keys.Length; i++)
            {
                keys[i] = key + 1;
                var turn = random.NextUniform();
                key = ((key * 31) + (turn < 0.8 ? 1 : turn < 0.95 ? 7 : 113)) % KeyCount;
            }

            corpus.Add(new LogKeySequence(keys));
        }

        return corpus;
    }

    // Measures one pass without a network.
    private static double FeedRate(SessionCorpus corpus)
    {
        var symbols = new SymbolMap([.. Enumerable.Range(1, KeyCount)]);
        using var file = WindowFile.WriteTemporary(Path.GetTempPath(), corpus.Weighted(Range.All), symbols, WindowSize, withBoundaries: true);
        using var feed = new WindowFileFeed(file, batchSize: 256, seed: 1);
        feed.Next();
        var clock = Stopwatch.StartNew();
        for (long batch = 1; batch < feed.BatchesPerPass; batch++)
        {
            feed.Next();
        }

        return file.WindowCount / clock.Elapsed.TotalSeconds;
    }

    private static long PeakMegabytes()
    {
        using var process = Process.GetCurrentProcess();
        return process.PeakWorkingSet64 >> 20;
    }
}
