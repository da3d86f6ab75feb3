using System.Diagnostics;
using System.Globalization;
using LogGuard.Neural;

namespace LogGuard.TorchSharp.Benchmarks;

/// <summary>
/// How fast a network is trained and served: this engine, the managed one and PyTorch on the same device, in one run, medians of rounds in
/// which they take turns.
/// </summary>
internal static class RateRun
{
    private const int Rounds = 5;

    public static int Run(TorchDevice device, bool large, bool mixed)
    {
        var options = new TorchSharpOptions { Device = device, SmallBatchLimit = 0, MixedPrecision = mixed };
        var engine = EngineChoice.Make(options, Console.Error.WriteLine);

        // Batch sizes that keep each busy: on the processor rows past a few hundred add nothing.
        var isGpu = device != TorchDevice.Cpu;
        var load = large
            ? new RateLoad(symbolCount: 10_000, hiddenSize: 512, windowSize: 100, batchSize: isGpu ? 1024 : 32)
            : new RateLoad(symbolCount: 28, hiddenSize: 64, windowSize: 10, batchSize: 2048);
        var torch = load.On(engine);

        // On the large network the managed engine would take minutes beside a GPU, and says nothing new.
        var managed = load.On(new ManagedEngine());
        var rounds = large ? 3 : Rounds;
        var (own, other) = (new List<(double Train, double Predict)>(), new List<(double Train, double Predict)>());
        for (var round = -1; round < rounds; round++)
        {
            var (first, second) = (Measure(torch, large), Measure(managed, large));
            if (round >= 0)
            {
                own.Add(first);
                other.Add(second);
            }
        }

        var name = device == TorchDevice.Cpu ? "cpu" : "cuda";
        Print(engine.Name, name, large, load, own);
        Print("managed", "cpu", large, load, other);
        PyTorch(name, large, load.BatchSize);
        return 0;
    }

    private static (double Train, double Predict) Measure(RateLoad.Work work, bool large)
    {
        var repetitions = large ? 1 : 4;
        return (Seconds(() => work.Train(), repetitions), Seconds(work.Predict, repetitions));
    }

    private static double Seconds(Action action, int repetitions)
    {
        var start = Stopwatch.GetTimestamp();
        for (var i = 0; i < repetitions; i++)
        {
            action();
        }

        return Stopwatch.GetElapsedTime(start).TotalSeconds / repetitions;
    }

    private static void Print(string engine, string device, bool large, RateLoad load, List<(double Train, double Predict)> seconds) =>
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"result engine={engine} device={device} network={(large ? "large" : "deeplog")} batch={load.BatchSize} "
            + $"train_windows_per_second={load.BatchSize / Median(seconds.Select(one => one.Train)):0} "
            + $"predict_windows_per_second={load.BatchSize / Median(seconds.Select(one => one.Predict)):0}"));

    private static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return sorted[sorted.Length / 2];
    }

    private static void PyTorch(string device, bool large, int batchSize)
    {
        var script = Path.Combine(AppContext.BaseDirectory, "pytorch", "measure_pytorch.py");
        string[] arguments =
        [
            script, Rounds.ToString(CultureInfo.InvariantCulture), "--device", device, "--network", large ? "large" : "deeplog",
            "--batch", batchSize.ToString(CultureInfo.InvariantCulture),
        ];

        // The one on the path may be another than the system's, which has Debian's packages.
        if (!Runs("python3", arguments) && !Runs("/usr/bin/python3", arguments))
        {
            Console.WriteLine("PyTorch is not installed here, or has no such device; pytorch/measure_pytorch.py says how to install it for the comparison.");
        }
    }

    private static bool Runs(string python, string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(python, arguments) { RedirectStandardError = true })!;
            process.StandardError.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
