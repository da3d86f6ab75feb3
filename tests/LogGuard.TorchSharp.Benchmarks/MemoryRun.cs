using System.Diagnostics;
using System.Globalization;
using LogGuard.Neural;

namespace LogGuard.TorchSharp.Benchmarks;

/// <summary>Predicts and trains for long, on windows and on rows of different lengths, and watches the memory of the process.</summary>
internal static class MemoryRun
{
    private const int Rows = 96;
    private const int WindowSize = 10;
    private const int SymbolCount = 28;

    // What the allocators of .NET, libtorch and the C library may still take once all sizes have been seen.
    private const long FlatBytes = 64L << 20;

    public static int Run(TorchDevice device, int batches, int steps)
    {
        var engine = EngineChoice.Make(new TorchSharpOptions { Device = device, SmallBatchLimit = 0 }, Console.Error.WriteLine);
        var description = new NetworkDescription { SymbolCount = SymbolCount, OutputCount = SymbolCount, HiddenSize = 16, LayerCount = 1 };
        var network = engine.Create(description, seed: 1);
        var trainer = network.BeginTraining(new AdamOptions());
        var random = new Random(1);
        var windows = Enumerable.Range(0, Rows * WindowSize).Select(_ => random.Next(SymbolCount)).ToArray();
        var targets = Enumerable.Range(0, Rows).Select(_ => random.Next(SymbolCount)).ToArray();
        var weights = Enumerable.Repeat(1f, Rows).ToArray();
        var outputs = new float[Rows * SymbolCount];
        var batch = new NetworkBatch(new SourceBatch
        {
            StepCount = WindowSize,
            Symbols = windows,
            Lengths = Enumerable.Range(0, Rows).Select(_ => 1 + random.Next(WindowSize)).ToArray(),
        }) { RowCount = Rows };

        var training = Watch("training", steps, step => trainer.TrainOnBatch(windows, WindowSize, targets, weights));
        var prediction = Watch("prediction", batches, number =>
        {
            if (number % 4 == 0)
            {
                network.Predict(batch, outputs);
            }
            else
            {
                network.Predict(windows, WindowSize, outputs);
            }
        });

        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"result engine={engine.Name} device={device} batches={batches} steps={steps} training_growth_mb={training / 1048576.0:0.0} prediction_growth_mb={prediction / 1048576.0:0.0}"));
        return training <= FlatBytes && prediction <= FlatBytes ? 0 : 1;
    }

    // Growth of the process from the first tenth to the end.
    private static long Watch(string what, int count, Action<int> work)
    {
        long start = 0;
        var clock = Stopwatch.StartNew();
        for (var number = 0; number < count; number++)
        {
            work(number);
            if ((number + 1) % Math.Max(1, count / 10) == 0)
            {
                var bytes = WorkingSet();
                start = start == 0 ? bytes : start;
                Console.WriteLine($"{what} {number + 1:N0} of {count:N0}: {bytes >> 20:N0} MB, {clock.Elapsed.TotalSeconds:0} s");
            }
        }

        return WorkingSet() - start;
    }

    private static long WorkingSet()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        using var process = Process.GetCurrentProcess();
        return process.WorkingSet64;
    }
}
