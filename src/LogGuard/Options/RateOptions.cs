using LogGuard.Faults;

namespace LogGuard;

/// <summary>
/// Settings for watching how often each template comes. Used by <see cref="DetectorKind.Default"/> only.
/// </summary>
/// <remarks>
/// Rates are learnt all the time, in the time of the events, and judged while detecting once enough was seen: a storm after 30
/// windows of 256 lines and 30 seconds with lines, a stop after a day. The thresholds follow from
/// <see cref="ModelOptions.TargetAlarmRate"/>.
/// </remarks>
public sealed class RateOptions
{
    internal const int DefaultKeyLimit = 1_000;

    /// <summary>Whether rates are learnt and judged. The default is <c>true</c>.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>
    /// Maximum number of templates whose rates are watched, 1..100,000. The default is <c>1,000</c>. The first templates are
    /// used. A template takes about 300 bytes.
    /// </summary>
    public int KeyLimit { get; set; } = DefaultKeyLimit;

    internal void Check(OptionFaults faults) => faults.RequireRange("Rates.KeyLimit", KeyLimit, 1, 100_000);

    internal RateOptions Copy() => (RateOptions)MemberwiseClone();
}
