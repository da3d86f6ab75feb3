using System.Diagnostics;
using System.Globalization;
using LogGuard.Models.NextKey;
using LogGuard.Models.Windows;
using LogGuard.Neural;
using LogGuard.Sequences;

namespace LogGuard.TorchSharp.Benchmarks;

/// <summary>
/// The largest size that is meant to work: 10,000 keys, a hidden size of 512, windows of 100, and as many of them as asked for, on disk.
/// Measures how fast they are read and mixed, and how fast the network learns from them.
/// </summary>
internal static class StreamRun
{
    private const int KeyCount = 10_000;
    private const int WindowSize = 100;
    private const int SessionLength = 1_000;

    public static int Run(TorchDevice device, int windowCount, int seconds, int batchSize, int hiddenSize)
    {
        var symbols = new SymbolMap([.. Enumerable.Range(1, KeyCount)]);
        var path = Path.GetTempFileName();
        try
        {
            var clock = Stopwatch.StartNew();
            var file = WindowFile.Write(path, Sessions(windowCount), symbols, WindowSize, withBoundaries: true);
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"{file.WindowCount:N0} windows, {new FileInfo(path).Length >> 20:N0} MB, written in {clock.Elapsed.TotalSeconds:0} s"));

            var read = ReadRate(file, batchSize, TimeSpan.FromSeconds(seconds));
            var (trained, first, last) = TrainRate(device, file, symbols, batchSize, hiddenSize, TimeSpan.FromSeconds(seconds));
            using var process = Process.GetCurrentProcess();
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"result device={device} windows={file.WindowCount} hidden={hiddenSize} batch={batchSize} read_windows_per_second={read:0} train_windows_per_second={trained:0} "
                + $"first_loss={first:0.000} last_loss={last:0.000} peak_memory_mb={process.PeakWorkingSet64 >> 20}"));
            return 0;
        }
        finally
        {
            File.Delete(path);
        }
    }

    // Paths through the keys: from each it goes on to one of three, usually the first.
    private static IEnumerable<(LogKeySequence, int)> Sessions(int windowCount)
    {
        var random = new SeededRandom(1);
        for (var made = 0; made < windowCount; made += SessionLength)
        {
            var keys = new int[Math.Min(SessionLength, windowCount - made)];
            var key = (int)(random.NextUniform() * KeyCount);
            for (var i = 0; i < keys.Length; i++)
            {
                keys[i] = key + 1;
                var turn = random.NextUniform();
                key = (int)((key * 31L + (turn < 0.8 ? 1 : turn < 0.95 ? 7 : 113)) % KeyCount);
            }

            yield return (new LogKeySequence(keys, HasStart: true, HasEnd: false), 1);
        }
    }

    private static double ReadRate(WindowFile file, int batchSize, TimeSpan limit)
    {
        using var feed = new WindowFileFeed(file, batchSize, seed: 1);
        feed.Next();
        var clock = Stopwatch.StartNew();
        long count = 0;
        for (long batch = 1; batch < feed.BatchesPerPass && clock.Elapsed < limit; batch++)
        {
            feed.Next();
            count += feed.Targets.Length;
        }

        return count / clock.Elapsed.TotalSeconds;
    }

    private static (double Rate, double First, double Last) TrainRate(
        TorchDevice device, WindowFile file, SymbolMap symbols, int batchSize, int hiddenSize, TimeSpan limit)
    {
        var engine = EngineChoice.Make(new TorchSharpOptions { Device = device }, Console.Error.WriteLine);
        var trainer = engine.Create(LogKeyModel.Describe(symbols, hiddenSize, layerCount: 2), seed: 1).BeginTraining(new AdamOptions());
        using var feed = new WindowFileFeed(file, batchSize, seed: 1);
        var (first, last, count) = (double.NaN, double.NaN, 0L);
        feed.Next();
        trainer.TrainOnBatch(feed.Windows, feed.WindowSize, feed.Targets, feed.Weights);
        var clock = Stopwatch.StartNew();
        do
        {
            feed.Next();
            last = trainer.TrainOnBatch(feed.Windows, feed.WindowSize, feed.Targets, feed.Weights);
            first = double.IsNaN(first) ? last : first;
            count += feed.Targets.Length;
        }
        while (clock.Elapsed < limit);

        return (count / clock.Elapsed.TotalSeconds, first, last);
    }
}
