using System.Diagnostics;
using System.Globalization;
using LogGuard.Benchmarks.Emit;
using LogGuard.Benchmarks.Logging;
using LogGuard.Benchmarks.Neural;
using LogGuard.Benchmarks.Pipeline;

namespace LogGuard.Benchmarks;

/// <summary>Measures everything once in under a minute: medians of alternating rounds.</summary>
internal static class QuickRun
{
    private const int Rounds = 7;

    public static int Run()
    {
        var emit = EmitRound();
        var logging = LoggingRun.Measure();
        var gemm = GemmRound();
        var neural = NeuralRound();
        PyTorchRound();
        var reader = ReaderRound();
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"result emit_added_ns={emit.LogGuard:0} emit_bytes={emit.Bytes:0} async_added_ns={emit.Async:0} {logging} gemm_gflops_core={gemm:0} "
            + $"train_windows_per_second={neural.Train:0} predict_windows_per_second={neural.Predict:0} predict_single_us={neural.SingleMicroseconds:0} "
            + $"reader_events_per_second={reader:0}"));
        return 0;
    }

    private static (double LogGuard, double Async, double Bytes) EmitRound()
    {
        (double LogGuard, double Async) first = default;
        foreach (var threads in new[] { 1, 2, 8 })
        {
            using var noOp = EmitContender.NoOp();
            using var async = EmitContender.Async();
            using var logGuard = EmitContender.LogGuard();
            var (floor, asyncAdded, logGuardAdded) = (new double[Rounds], new double[Rounds], new double[Rounds]);
            for (var round = -1; round < Rounds; round++)
            {
                var alone = EmitLoad.Saturated(noOp, threads, 600_000 / threads);
                var withAsync = EmitLoad.Saturated(async, threads, 600_000 / threads);
                var withLogGuard = EmitLoad.Saturated(logGuard, threads, 600_000 / threads);
                if (round >= 0)
                {
                    (floor[round], asyncAdded[round], logGuardAdded[round]) = (alone, withAsync - alone, withLogGuard - alone);
                }
            }

            var paced = EmitLoad.Paced(logGuard, threads, 20_000 / threads, 50_000) - EmitLoad.Paced(noOp, threads, 20_000 / threads, 50_000);
            Console.WriteLine(
                $"Emit, {threads} threads: no-op {Median(floor):0} ns, Serilog.Sinks.Async +{Median(asyncAdded):0} ns, LogGuard +{Median(logGuardAdded):0} ns; at 50,000 events/s LogGuard +{paced:0} ns");
            first = threads == 1 ? (Median(logGuardAdded), Median(asyncAdded)) : first;
        }

        return (first.LogGuard, first.Async, AllocatedBytes());
    }

    private static double AllocatedBytes()
    {
        const int Events = 100_000;
        using var noOp = EmitContender.NoOp();
        using var logGuard = EmitContender.LogGuard();
        return Measure(logGuard) - Measure(noOp);

        static double Measure(EmitContender contender)
        {
            for (var i = 0; i < Events; i++)
            {
                contender.Emit(i);
            }

            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < Events; i++)
            {
                contender.Emit(i);
            }

            return (GC.GetAllocatedBytesForCurrentThread() - before) / (double)Events;
        }
    }

    private static double GemmRound()
    {
        using var load = new GemmLoad();
        var (engine, handTuned) = (new double[Rounds * 3], new double[Rounds * 3]);
        Seconds(load.Engine, 200);
        Seconds(load.HandTuned, 200);
        for (var round = 0; round < engine.Length; round++)
        {
            engine[round] = GemmLoad.Operations * 50 / Seconds(load.Engine, 50) / 1e9;
            handTuned[round] = GemmLoad.Operations * 50 / Seconds(load.HandTuned, 50) / 1e9;
        }

        var ratios = engine.Zip(handTuned, (own, other) => own / other).ToArray();
        Console.WriteLine(
            $"Matrix product, one core: {Median(engine):0} GFLOP/s, a loop for this size alone {Median(handTuned):0} GFLOP/s, ratio {Median(ratios):0.00}");
        return Median(engine);
    }

    private static (double Train, double Predict, double SingleMicroseconds) NeuralRound()
    {
        var results = new List<(double Train, double Predict, double SingleMicroseconds)>();
        foreach (var threads in new[] { 1, Environment.ProcessorCount }.Distinct())
        {
            var load = new NeuralLoad(batchSize: 2048, threads);
            load.Train();
            load.Predict();
            load.PredictOneByOne();
            var train = load.BatchSize / Median([.. Enumerable.Range(0, Rounds * 3).Select(_ => Seconds(() => load.Train(), 2) / 2)]);
            var predict = load.BatchSize / Median([.. Enumerable.Range(0, Rounds * 3).Select(_ => Seconds(load.Predict, 4) / 4)]);
            var single = Median([.. Enumerable.Range(0, Rounds).Select(_ => Seconds(load.PredictOneByOne, 1))]) / load.BatchSize * 1e6;
            Console.WriteLine($"DeepLog's network, {threads} threads: training {train:0} windows/s, prediction {predict:0} windows/s, a single window {single:0.0} µs");
            results.Add((train, predict, single));
        }

        return results[^1];
    }

    // Measures PyTorch in the same run, if it is installed.
    private static void PyTorchRound()
    {
        var script = Path.Combine(AppContext.BaseDirectory, "pytorch", "measure_pytorch.py");
        try
        {
            using var python = Process.Start(new ProcessStartInfo("/usr/bin/python3") { ArgumentList = { script, "3" }, RedirectStandardError = true })!;
            python.WaitForExit();
            if (python.ExitCode == 0)
            {
                return;
            }
        }
        catch (System.ComponentModel.Win32Exception)
        {
            // Python is not installed, which is reported below.
        }

        Console.WriteLine("PyTorch is not installed here; pytorch/measure_pytorch.py says how to install it for the comparison.");
    }

    private static double Seconds(Action action, int repetitions)
    {
        var start = Stopwatch.GetTimestamp();
        for (var i = 0; i < repetitions; i++)
        {
            action();
        }

        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    public static double ReaderRound()
    {
        using var load = new ReaderLoad(ReaderLoad.Train(), verdictCacheLimit: null);
        load.Prepare(ReplayLog.Normal.Take(30_000));
        var cold = load.EventCount / load.Judge();
        var rounds = Enumerable.Range(0, Rounds).Select(_ => load.EventCount / load.Judge()).ToArray();
        Console.WriteLine($"Reader, one core: {Median(rounds):0} events/s; the first time, with nothing remembered, {cold:0} events/s");
        return Median(rounds);
    }

    private static double Median(double[] values)
    {
        var sorted = values.Order().ToArray();
        return sorted[sorted.Length / 2];
    }
}
