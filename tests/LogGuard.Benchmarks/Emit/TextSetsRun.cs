using System.Diagnostics;
using System.Globalization;
using LogGuard.Models.Values;
using LogGuard.Primitives;

namespace LogGuard.Benchmarks.Emit;

/// <summary>What <see cref="ValueOptions.TextSets"/> costs: medians of alternating rounds without and with it.</summary>
internal static class TextSetsRun
{
    private const int Rounds = 9;
    private const int Events = 300_000;
    private const int Burst = 1_000;

    public static int Run()
    {
        using var off = EmitContender.LogGuard();
        var told = new System.Collections.Concurrent.ConcurrentQueue<string>();
        using var on = EmitContender.LogGuard(options => (options.Values.TextSets, options.Diagnostics) = (true, told.Enqueue));
        using var waitsOff = EmitContender.LogGuard(Wait);
        using var waitsOn = EmitContender.LogGuard(options =>
        {
            Wait(options);
            (options.Values.TextSets, options.Diagnostics) = (true, told.Enqueue);
        });
        if (told.Count(line => line.Contains("1 of them texts", StringComparison.Ordinal)) != 2)
        {
            throw new InvalidOperationException("The text was not learnt.");
        }

        var (caller, replay, callerOff) = (new double[Rounds], new double[Rounds], new double[Rounds]);
        for (var round = -1; round < Rounds; round++)
        {
            var (one, other) = Pair(round, () => EmitLoad.Saturated(off, 1, Events), () => EmitLoad.Saturated(on, 1, Events));
            var (slow, slower) = Pair(round, () => Replay(waitsOff), () => Replay(waitsOn));
            if (round >= 0)
            {
                (caller[round], replay[round], callerOff[round]) = (other / one, slow / slower, one);
            }
        }

        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"result caller_ns_off={Median(callerOff):0} caller_ratio={Median(caller):0.000} replay_rate_ratio={Median(replay):0.000} "
            + $"bytes_of_a_set={BytesOf(4)} bytes_of_a_name={BytesOf(100)}"));
        return 0;
    }

    private static void Wait(AnomalyDetectorOptions options) => options.Queue.WhenFull = QueueFullMode.Wait;

    // The one that goes first changes from round to round.
    private static (double One, double Other) Pair(int round, Func<double> one, Func<double> other)
    {
        if (round % 2 == 0)
        {
            return (one(), other());
        }

        var second = other();
        return (one(), second);
    }

    // Processor time of the whole process for an event, logging and judging; the reader waits for nobody.
    private static double Replay(EmitContender contender)
    {
        var before = Process.GetCurrentProcess().TotalProcessorTime;
        for (var i = 0; i < Events; i++)
        {
            contender.Emit(i);
            if (i % Burst == 0)
            {
                // A reader that lags behind gets events without their lines.
                contender.Detector!.FlushAsync().GetAwaiter().GetResult();
            }
        }

        contender.Detector!.FlushAsync().GetAwaiter().GetResult();
        return (Process.GetCurrentProcess().TotalProcessorTime - before).TotalNanoseconds / Events;
    }

    private static long BytesOf(int texts)
    {
        const int Count = 10_000;
        var sets = new TextSet[Count];
        var before = GC.GetTotalMemory(forceFullCollection: true);
        for (var i = 0; i < Count; i++)
        {
            sets[i] = new TextSet();
            for (var line = 0; line < 200; line++)
            {
                sets[i].Add(TextMark.Of($"text {line % texts}"), new Occasion(line));
            }
        }

        var bytes = GC.GetTotalMemory(forceFullCollection: true) - before;
        GC.KeepAlive(sets);
        return bytes / Count;
    }

    private static double Median(double[] values) => values.Order().ElementAt(values.Length / 2);
}
