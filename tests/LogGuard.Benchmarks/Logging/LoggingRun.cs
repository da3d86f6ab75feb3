using System.Globalization;
using LogGuard.Benchmarks.Emit;
using Microsoft.Extensions.Logging;

namespace LogGuard.Benchmarks.Logging;

/// <summary>
/// Measures the cost of an event for the thread that logs through Microsoft.Extensions.Logging, compared with a provider that
/// does nothing: medians of alternating rounds. The unit is the thread's processor time, which excludes other work on the
/// machine.
/// </summary>
internal static class LoggingRun
{
    private const int Rounds = 21;

    // Bursts fit into the queue, and the reader catches up between them.
    private const int Burst = 900;
    private const int BurstsPerRound = 40;
    private const int EventsPerRound = 200_000;

    public static int Run()
    {
        Console.WriteLine($"result {Measure()}");
        return 0;
    }

    /// <summary>Prints the figures, and returns those for the last line of a quick run.</summary>
    public static string Measure()
    {
        using var noOp = LoggingContender.NoOp();
        using var logGuard = LoggingContender.LogGuard();
        var generated = Compare("source-generated message", noOp, logGuard, LoggingStatement.Generated);
        var extension = Compare("extension method", noOp, logGuard, LoggingStatement.Extension);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"mel_generated_added_ns={generated.Nanoseconds:0} mel_generated_bytes={generated.Bytes:0.###} "
            + $"mel_extension_added_ns={extension.Nanoseconds:0} mel_extension_bytes={extension.Bytes:0.###}");
    }

    private static (double Nanoseconds, double Bytes) Compare(string what, LoggingContender noOp, LoggingContender logGuard, Action<ILogger, int> statement)
    {
        var (floor, bursts, endless) = (new double[Rounds], new double[Rounds], new double[Rounds]);
        for (var round = -3; round < Rounds; round++)
        {
            var alone = Endless(noOp, statement);
            var burst = Bursts(logGuard, statement) - Bursts(noOp, statement);
            var saturated = Endless(logGuard, statement) - alone;
            if (round >= 0)
            {
                (floor[round], bursts[round], endless[round]) = (alone, burst, saturated);
            }
        }

        var (with, without) = (Bytes(logGuard, statement), Bytes(noOp, statement));
        var (own, all) = (with.Own - without.Own, with.All - without.All);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"Microsoft.Extensions.Logging, {what}: no-op provider {Median(floor):0} ns, LogGuard +{Median(bursts):0} ns in bursts, "
            + $"+{Median(endless):0} ns as fast as the thread can; {own:0.###} bytes more on the thread, {all:0.###} in the process"));
        return (Median(bursts), own);
    }

    private static double Bursts(LoggingContender contender, Action<ILogger, int> statement)
    {
        var time = 0L;
        for (var burst = 0; burst < BurstsPerRound; burst++)
        {
            var start = ThreadClock.Nanoseconds;
            for (var i = 0; i < Burst; i++)
            {
                statement(contender.Log, i);
            }

            time += ThreadClock.Nanoseconds - start;
            contender.Detector?.FlushAsync().GetAwaiter().GetResult();
        }

        return time / (double)(Burst * BurstsPerRound);
    }

    private static double Endless(LoggingContender contender, Action<ILogger, int> statement)
    {
        var start = ThreadClock.Nanoseconds;
        for (var i = 0; i < EventsPerRound; i++)
        {
            statement(contender.Log, i);
        }

        return (ThreadClock.Nanoseconds - start) / (double)EventsPerRound;
    }

    // Returns the bytes per event on the logging thread and on all threads, including the reader.
    private static (double Own, double All) Bytes(LoggingContender contender, Action<ILogger, int> statement)
    {
        const int Repetitions = 20;
        var (own, all) = (0L, 0L);
        for (var burst = 0; burst < Repetitions; burst++)
        {
            contender.Detector?.FlushAsync().GetAwaiter().GetResult();
            var (ownBefore, allBefore) = (GC.GetAllocatedBytesForCurrentThread(), GC.GetTotalAllocatedBytes(precise: true));
            for (var i = 0; i < Burst; i++)
            {
                statement(contender.Log, i);
            }

            own += GC.GetAllocatedBytesForCurrentThread() - ownBefore;
            contender.Detector?.FlushAsync().GetAwaiter().GetResult();
            all += GC.GetTotalAllocatedBytes(precise: true) - allBefore;
        }

        return (own / (double)(Burst * Repetitions), all / (double)(Burst * Repetitions));
    }

    private static double Median(double[] values)
    {
        var sorted = values.Order().ToArray();
        return sorted[sorted.Length / 2];
    }
}
