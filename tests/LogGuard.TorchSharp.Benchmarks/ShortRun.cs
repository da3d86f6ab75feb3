using System.Globalization;
using System.Runtime.InteropServices;
using LogGuard.Neural;

namespace LogGuard.TorchSharp.Benchmarks;

/// <summary>
/// Memory runs short while a network trains: after a first batch of a small network, the process, or the GPU, gets only so much more. The
/// batch must be trained all the same, by one engine or the other, and the process must not end.
/// </summary>
internal static partial class ShortRun
{
    private const int LastMegabytes = 800;
    private const int AddressSpace = 9;

    /// <summary>Runs this program once for each step up to 800 MB; sixteen steps are 50 MB apart.</summary>
    public static int RunAll(TorchDevice device, int steps)
    {
        var (trained, fellBack, ended, several) = (0, 0, 0, 0);
        for (var step = 1; step <= steps; step++)
        {
            var megabytes = LastMegabytes * step / steps;
            var (exitCode, lines) = ThisProgram.Run("short", "--megabytes", megabytes.ToString(CultureInfo.InvariantCulture), "--device", device.ToString());
            var told = lines.Count(line => line.StartsWith("told: ", StringComparison.Ordinal));
            ended += exitCode == 0 ? 0 : 1;
            several += told > 1 ? 1 : 0;
            trained += exitCode == 0 && told == 0 ? 1 : 0;
            fellBack += exitCode == 0 && told == 1 ? 1 : 0;
            Console.WriteLine($"{megabytes} MB: exit code {exitCode}, {(lines.Length == 0 ? "nothing written" : string.Join(" | ", lines))}");
        }

        Console.WriteLine($"result name=short device={device} steps={steps} trained_on_device={trained} fell_back={fellBack} ended={ended} more_than_one_line={several}");
        return ended + several == 0 && trained + fellBack > 0 ? 0 : 1;
    }

    /// <summary>Runs once.</summary>
    public static int Run(TorchDevice device, int megabytes)
    {
        var engine = EngineChoice.Make(
            new TorchSharpOptions { Device = device, SmallBatchLimit = 0 }, line => Console.WriteLine($"told: {line}"));
        if (engine is not TorchSharpEngine)
        {
            Console.WriteLine($"result name=short-step device={device} engine=managed");
            return 2;
        }

        new RateLoad(symbolCount: 28, hiddenSize: 64, windowSize: 10, batchSize: 128).On(engine).Train();
        var load = new RateLoad(symbolCount: 1000, hiddenSize: 256, windowSize: 40, batchSize: 256);
        var expected = load.On(new ManagedEngine()).Train();
        var work = load.On(engine);
        GC.Collect();
        using var filled = device.IsCuda ? new FilledGpu(device.Index, megabytes) : null;
        if (filled is null)
        {
            Limit(megabytes);
        }

        var loss = work.Train();

        // Only the one line and this one: what the runtime writes when it is short of memory would be seen.
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"result name=short-step device={device} megabytes={megabytes} failed={((TorchSharpEngine)engine).HasFailed} loss_difference={Math.Abs(loss - expected) / expected:0.0e0}"));
        return Math.Abs(loss - expected) <= 1e-4 * expected ? 0 : 1;
    }

    private static void Limit(int megabytes)
    {
        if (!OperatingSystem.IsLinux())
        {
            throw new PlatformNotSupportedException("The address space is limited on Linux only.");
        }

        var size = File.ReadLines("/proc/self/status").First(line => line.StartsWith("VmSize:", StringComparison.Ordinal));
        var kilobytes = ulong.Parse(size.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
        if (SetLimit(AddressSpace, [(kilobytes << 10) + ((ulong)megabytes << 20), ulong.MaxValue]) != 0)
        {
            throw new InvalidOperationException($"The address space cannot be limited: error {Marshal.GetLastPInvokeError()}.");
        }
    }

    [LibraryImport("libc", EntryPoint = "setrlimit", SetLastError = true)]
    private static partial int SetLimit(int resource, [In] ulong[] softAndHard);
}
