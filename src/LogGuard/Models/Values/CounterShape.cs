namespace LogGuard.Models.Values;

/// <summary>Tells a counter from a quantity by the order of its values: it rises, or falls, in one process or in several at a time.</summary>
internal static class CounterShape
{
    /// <summary>Least rank correlation of a counter with time; concurrent sessions swap neighbours only.</summary>
    private const double Correlation = 0.98;

    /// <summary>Least share of steps in one direction; a counter that restarts from zero still goes up in nearly all.</summary>
    private const double StepShare = 0.95;

    /// <summary>
    /// Number of values before, among which the one of the same counter is the nearest. So many processes may count at a time. The
    /// nearest one of a quantity is as often above as below.
    /// </summary>
    private const int Lookback = 8;

    /// <summary>Fewest steps by which a direction is told: of a quantity, so many of them go in one direction with no chance.</summary>
    private const int FewestSteps = 30;

    /// <summary>Whether values in order of time are those of one counter or several.</summary>
    public static bool Is(ReadOnlySpan<double> values) =>
        HasDirection(values, 1) || HasDirection(values, Lookback) || Math.Abs(RankCorrelation(values)) >= Correlation;

    // Whether nearly every value is above, or below, the nearest one of those before. The same value again is no step.
    private static bool HasDirection(ReadOnlySpan<double> values, int lookback)
    {
        var (up, down) = (0, 0);
        for (var i = 1; i < values.Length; i++)
        {
            var nearest = 0.0;
            var distance = double.PositiveInfinity;
            for (var j = Math.Max(0, i - lookback); j < i; j++)
            {
                if (Math.Abs(values[i] - values[j]) <= distance)
                {
                    (nearest, distance) = (values[j], Math.Abs(values[i] - values[j]));
                }
            }

            up += values[i] > nearest ? 1 : 0;
            down += values[i] < nearest ? 1 : 0;
        }

        return up + down >= FewestSteps && Math.Max(up, down) >= StepShare * (up + down);
    }

    // Spearman's rank correlation with time.
    private static double RankCorrelation(ReadOnlySpan<double> values)
    {
        var order = Enumerable.Range(0, values.Length).ToArray();
        Array.Sort(values.ToArray(), order);
        double sum = 0;
        for (var rank = 0; rank < order.Length; rank++)
        {
            sum += Math.Pow(order[rank] - rank, 2);
        }

        double n = order.Length;
        return 1 - 6 * sum / (n * (n * n - 1));
    }
}
