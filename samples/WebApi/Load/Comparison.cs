namespace WebApi.Load;

/// <summary>Compares runs with and without LogGuard in the order with, without, without, with.</summary>
/// <param name="ThroughputRatio">The median over pairs of the ratio of requests per second, with LogGuard to without.</param>
/// <param name="Percentile99Ratio">The same ratio for the 99th percentiles.</param>
/// <param name="With">Medians with LogGuard: requests per second, and the 99th percentile in milliseconds.</param>
/// <param name="Without">Medians without LogGuard.</param>
internal sealed record Comparison(
    double ThroughputRatio, double Percentile99Ratio, (double PerSecond, double Percentile99) With, (double PerSecond, double Percentile99) Without)
{
    public static async Task<Comparison> RunAsync(OrderClient with, OrderClient without, int connections, int seed, int pairs, TimeSpan time)
    {
        var runs = new List<((double PerSecond, double Percentile99) With, (double PerSecond, double Percentile99) Without)>();
        for (var pair = 0; pair < pairs; pair++)
        {
            // Both runs of a pair have the same orders.
            var first = await MeasureAsync(pair % 2 == 0 ? with : without, seed + pair);
            var second = await MeasureAsync(pair % 2 == 0 ? without : with, seed + pair);
            runs.Add(pair % 2 == 0 ? (first, second) : (second, first));
        }

        return new Comparison(
            Median(runs.Select(run => run.With.PerSecond / run.Without.PerSecond)),
            Median(runs.Select(run => run.With.Percentile99 / run.Without.Percentile99)),
            (Median(runs.Select(run => run.With.PerSecond)), Median(runs.Select(run => run.With.Percentile99))),
            (Median(runs.Select(run => run.Without.PerSecond)), Median(runs.Select(run => run.Without.Percentile99))));

        async Task<(double, double)> MeasureAsync(OrderClient client, int runSeed)
        {
            // Collects the garbage of the load between runs, so that no run pays for it.
            GC.Collect();
            var phase = await LoadPhase.RunAsync(client, connections, runSeed, time);
            return (phase.RequestsPerSecond, phase.Percentile99());
        }
    }

    public static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return sorted.Length == 0 ? double.NaN : (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
