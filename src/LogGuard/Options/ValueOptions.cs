using LogGuard.Configuration;
using LogGuard.Faults;

namespace LogGuard;

/// <summary>
/// What is learnt about the numbers in the lines, and the times between a session's lines. Asked by
/// <see cref="DetectorKind.Default"/> only.
/// </summary>
public sealed class ValueOptions
{
    internal const double DefaultConfidence = 0.999;
    internal const int DefaultSampleLimit = 2_000;
    internal const int DefaultKeyLimit = 1_000;

    /// <summary>Whether values are learnt and judged. The default is <c>true</c>.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>
    /// The share of a quantity's usual values that its interval holds, 0.9..0.999999. The default is <c>0.999</c>; one
    /// value in a thousand may raise an alarm then. Every line has a time since the one before it, so that a line is late
    /// only where far less is left, three in a hundred million, and past a second.
    /// </summary>
    public double Confidence { get; set; } = DefaultConfidence;

    /// <summary>
    /// Most vectors of values that are collected of each template, the latest ones, 200..100,000. The default is
    /// <c>2,000</c>. All templates together take 32 MB at most.
    /// </summary>
    public int SampleLimit { get; set; } = DefaultSampleLimit;

    /// <summary>Most templates whose values are collected, the first ones, 1..100,000. The default is <c>1,000</c>.</summary>
    public int KeyLimit { get; set; } = DefaultKeyLimit;

    internal void Check(OptionFaults faults)
    {
        faults.RequireRange("Values.Confidence", Confidence, 0.9, 0.999999);
        faults.RequireRange("Values.SampleLimit", SampleLimit, 200, 100_000);
        faults.RequireRange("Values.KeyLimit", KeyLimit, 1, 100_000);
    }

    internal ValueOptions Copy() => (ValueOptions)MemberwiseClone();
}
