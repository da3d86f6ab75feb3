using System.Diagnostics;
using System.Globalization;
using LogGuard.Neural;
using TorchSharp;

namespace LogGuard.TorchSharp.Benchmarks;

/// <summary>
/// Networks and batches of several sizes on a device and on the managed engine, which take turns: windows a second, and windows a second of
/// processor time, which other work on the machine changes less.
/// </summary>
internal static class GridRun
{
    /// <summary>Symbols, hidden size, window and batch, from DeepLog's network to one that is meant for a GPU.</summary>
    public const string Sizes = "28,64,10,256;28,64,10,2048;500,128,10,1024;1000,256,20,512;10000,512,50,128";

    private const int LeastRounds = 3;
    private const int MostRounds = 40;

    public static int Run(TorchDevice device, string sizes, int threads, int seconds)
    {
        var engine = EngineChoice.Make(new TorchSharpOptions { Device = device, SmallBatchLimit = 0 }, Console.Error.WriteLine);
        if (engine is TorchSharpEngine)
        {
            SetThreads(threads);
        }

        foreach (var size in sizes.Split(';'))
        {
            var numbers = size.Split(',').Select(number => int.Parse(number, CultureInfo.InvariantCulture)).ToArray();
            var load = new RateLoad(numbers[0], numbers[1], numbers[2], numbers[3]);
            var (other, managed) = (load.On(engine), load.On(new ManagedEngine(threadCount: threads)));
            Action[] actions = [() => other.Train(), () => managed.Train(), other.Predict, managed.Predict];
            var medians = Measure(actions, TimeSpan.FromSeconds(seconds));
            double Rate(int action) => load.BatchSize / medians[action].Seconds;
            double CpuRate(int action) => load.BatchSize / medians[action].CpuSeconds;
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"result name=grid engine={engine.Name} device={device} threads={threads} symbols={numbers[0]} hidden={numbers[1]} window={numbers[2]} batch={numbers[3]} "
                + $"train={Rate(0):0} managed_train={Rate(1):0} predict={Rate(2):0} managed_predict={Rate(3):0} "
                + $"train_per_cpu={CpuRate(0):0} managed_train_per_cpu={CpuRate(1):0} predict_per_cpu={CpuRate(2):0} managed_predict_per_cpu={CpuRate(3):0}"));
        }

        return 0;
    }

    private static (double Seconds, double CpuSeconds)[] Measure(Action[] actions, TimeSpan limit)
    {
        var times = actions.Select(_ => (Wall: new List<double>(), Cpu: new List<double>())).ToArray();
        var clock = Stopwatch.StartNew();
        for (var round = -1; round < LeastRounds || (round < MostRounds && clock.Elapsed < limit); round++)
        {
            for (var action = 0; action < actions.Length; action++)
            {
                var (start, used) = (Stopwatch.GetTimestamp(), Environment.CpuUsage.TotalTime);
                actions[action]();
                if (round >= 0)
                {
                    times[action].Wall.Add(Stopwatch.GetElapsedTime(start).TotalSeconds);
                    times[action].Cpu.Add((Environment.CpuUsage.TotalTime - used).TotalSeconds);
                }
            }
        }

        return [.. times.Select(one => (Median(one.Wall), Median(one.Cpu)))];
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);

    private static void SetThreads(int threads) => torch.set_num_threads(threads);
}
