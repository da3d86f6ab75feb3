using System.Diagnostics;
using System.Globalization;

namespace LogGuard.TorchSharp.Benchmarks;

/// <summary>Makes, trains and drops networks, as a detector does that learns again and again, and watches the memory of the process.</summary>
internal static class ManyRun
{
    // What the C library's allocator keeps between blocks of 16 MB still varies after the first tenth. Networks that stay would be 70 MB each.
    private const long FlatBytes = 256L << 20;

    public static int Run(TorchDevice device, int count, int hiddenSize)
    {
        var engine = EngineChoice.Make(new TorchSharpOptions { Device = device, SmallBatchLimit = 0 }, Console.WriteLine);
        var load = new RateLoad(symbolCount: 1000, hiddenSize, windowSize: 2, batchSize: 70);
        var part = Math.Max(1, count / 10);
        var clock = Stopwatch.StartNew();
        var (start, end, highest) = (0L, 0L, 0L);
        for (var number = 1; number <= count; number++)
        {
            load.On(engine).Train();
            using var process = Process.GetCurrentProcess();
            end = process.WorkingSet64;
            if (number <= part)
            {
                // Until here the allocators grow.
                start = Math.Max(start, end);
            }

            highest = Math.Max(highest, end);
            if (number % part == 0)
            {
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{number:N0} of {count:N0}: {end >> 20:N0} MB, of it managed {GC.GetTotalMemory(forceFullCollection: false) >> 20:N0} MB, {clock.Elapsed.TotalSeconds:0} s"));
            }
        }

        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"result name=many engine={engine.Name} device={device} networks={count} hidden={hiddenSize} first_tenth_peak_mb={start >> 20} end_mb={end >> 20} peak_mb={highest >> 20} growth_mb={(highest - start) >> 20}"));
        return highest - start <= FlatBytes ? 0 : 1;
    }
}
