using System.Diagnostics;

namespace WebApi.Load;

/// <summary>The result of one phase of load.</summary>
/// <param name="Sent">All requests, unordered.</param>
/// <param name="Seconds">The duration in seconds.</param>
internal sealed record LoadPhase(Sent[] Sent, double Seconds)
{
    public double RequestsPerSecond => Sent.Length / Seconds;

    /// <summary>Sends a number of requests, some of them with faults.</summary>
    public static Task<LoadPhase> RunAsync(OrderClient client, int connections, int seed, int count, SeededFaults? faults = null)
    {
        var last = -1L;
        return RunAsync(client, connections, seed, () => Interlocked.Increment(ref last) is var number && number < count ? number : -1, faults);
    }

    /// <summary>Sends requests for a given time.</summary>
    public static Task<LoadPhase> RunAsync(OrderClient client, int connections, int seed, TimeSpan time)
    {
        var began = Stopwatch.GetTimestamp();
        return RunAsync(client, connections, seed, () => Stopwatch.GetElapsedTime(began) < time ? 0 : -1, null);
    }

    /// <summary>Returns the 99th percentile of the response times, in milliseconds.</summary>
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

    // Differs per phase and shopper and is stable across runs, unlike HashCode.Combine.
    private static int HashCode(int seed, int shopper) => unchecked(seed * 1_000_003 + shopper);
}
