using System.Numerics;

namespace LogGuard.Models.Rates;

/// <summary>
/// How far a count must exceed the largest one that was learnt, by the number of windows that support it.
/// </summary>
/// <remarks>
/// Counts in bursts decay at least geometrically. The largest count S of n windows then fixes the scale: a window exceeds S with
/// probability 1/n, and S·x with n to the power of −x. The threshold is where that reaches the alarm rate, divided among all
/// templates and the minutes of a week: x = log(10,080 · templates / rate) / log(n). Thirty windows support a factor of 7, ten
/// thousand one of 2.
/// </remarks>
internal sealed class RateMargin
{
    /// <summary>Fewer windows than this support no judgement: their factor would be above 7, and the next burst unknown.</summary>
    public const int FewestWindows = 30;

    /// <summary>
    /// A smaller count is never too many. One session may repeat a line that often, and a storm is noticed with its tenth line.
    /// </summary>
    public const int FewestLines = 10;

    // However many windows there are: a change of a rate by less is daily life.
    private const double LeastFactor = 1.5;
    private const double WindowsOfWeek = 7 * 24 * 60;

    private readonly double[] _factors = new double[64];

    /// <param name="alarmRate">The target rate of false alarms, of all templates in a week.</param>
    /// <param name="count">Number of templates.</param>
    public RateMargin(double alarmRate, int count)
    {
        var bits = Math.Log2(WindowsOfWeek * Math.Max(1, count) / alarmRate);
        _factors[0] = double.PositiveInfinity;
        for (var i = 1; i < _factors.Length; i++)
        {
            _factors[i] = Math.Max(LeastFactor, bits / i);
        }
    }

    /// <summary>The factor for the largest count of so many windows. The logarithm is rounded down, which gives more.</summary>
    public double Of(long windows) => windows < FewestWindows ? double.PositiveInfinity : _factors[BitOperations.Log2((ulong)windows + 1)];

    /// <summary>The largest count that is not unusual after a largest one of so many windows.</summary>
    public int Limit(int largest, long windows) =>
        windows < FewestWindows ? int.MaxValue : (int)Math.Min(int.MaxValue, Math.Max(FewestLines - 1, Math.Max(1, largest) * Of(windows)));

    /// <summary>How surprising a count is, in bits, by the same geometric tail.</summary>
    public static double Bits(double count, int largest, long windows) =>
        Math.Min(100, Math.Log2(windows + 1) * Math.Max(1, count / Math.Max(1, largest)));
}
