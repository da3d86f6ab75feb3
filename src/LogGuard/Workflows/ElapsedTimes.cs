namespace LogGuard.Workflows;

/// <summary>How long something took in training, from a bounded sample.</summary>
/// <param name="Count">Number of measurements.</param>
/// <param name="Mean">The mean of the sample.</param>
/// <param name="Median">Half of the sample took no longer.</param>
/// <param name="Percentile95">95 % of the sample took no longer.</param>
/// <param name="Percentile99">99 % of the sample took no longer.</param>
/// <param name="Longest">The longest measurement, in the sample or not.</param>
public sealed record ElapsedTimes(
    long Count, TimeSpan Mean, TimeSpan Median, TimeSpan Percentile95, TimeSpan Percentile99, TimeSpan Longest);
