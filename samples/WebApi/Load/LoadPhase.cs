using System.Diagnostics;

namespace WebApi.Load;

/// <summary>What a while of load came to.</summary>
/// <param name="Sent">All requests, in no order.</param>
/// <param name="Seconds">How long it took.</param>
internal sealed record LoadPhase(Sent[] Sent, double Seconds)
{
    public double RequestsPerSecond => Sent.Length / Seconds;

    /// <summary>So many requests, some of them with faults.</summary>
    public static Task<LoadPhase> RunAsync(OrderClient client, int connections, int seed, int count, SeededFaults? faults = null)
    {
        var last = -1L;
        return RunAsync(client, connections, seed, () => Interlocked.Increment(ref last) is var number && number < count ? number : -1, faults);
    }

    /// <summary>As many requests as there are in a time.</summary>
    public static Task<LoadPhase> RunAsync(OrderClient client, int connections, int seed, TimeSpan time)
    {
        var began = Stopwatch.GetTimestamp();
        return RunAsync(client, connections, seed, () => Stopwatch.GetElapsedTime(began) < time ? 0 : -1, null);
    }

    /// <summary>The time within which 99 of 100 requests were answered, in milliseconds.</summary>
    public double Percentile99()
    {
        var times = Sent.Select(sent => sent.Ended - sent.Began).Order().ToArray();
        return times.Length == 0 ? double.NaN : Stopwatch.GetElapsedTime(0, times[(int)Math.Ceiling(times.Length * 0.99) - 1]).TotalMilliseconds;
    }

    private static async Task<LoadPhase> RunAsync(OrderClient client, int connections, int seed, Func<long> next, SeededFaults? faults)
    {
        var began = Stopwatch.GetTimestamp();
        var shoppers = Enumerable.Range(0, connections)
            .Select(number => Task.Run(new Shopper(client, new Random(HashCode(seed, number)), next, faults).RunAsync))
            .ToArray();
        var sent = await Task.WhenAll(shoppers);
        return new LoadPhase([.. sent.SelectMany(list => list)], Stopwatch.GetElapsedTime(began).TotalSeconds);
    }

    // Different for each phase and shopper, and the same in each run, which HashCode.Combine is not.
    private static int HashCode(int seed, int shopper) => unchecked(seed * 1_000_003 + shopper);
}
