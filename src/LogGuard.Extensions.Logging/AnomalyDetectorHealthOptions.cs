namespace LogGuard;

/// <summary>
/// Thresholds of a detector's health check. They are bound from <c>Logging:AnomalyDetector:Health</c> and read at each check,
/// so a change takes effect at once.
/// </summary>
public sealed class AnomalyDetectorHealthOptions
{
    /// <summary>
    /// Filled share of the queue at which the detector is degraded, 0..1. The default is <c>0.5</c>: the detector falls behind
    /// the log.
    /// </summary>
    public double DegradedQueueShare { get; set; } = 0.5;

    /// <summary>Filled share of the queue at which the detector is unhealthy, 0..1. The default is <c>1</c>: the queue is full.</summary>
    public double UnhealthyQueueShare { get; set; } = 1;

    /// <summary>
    /// Share of events dropped since the last check at which the detector is degraded, 0..1. The default is <c>0.001</c>: a
    /// dropped event leaves a gap in its session.
    /// </summary>
    public double DegradedDropShare { get; set; } = 0.001;

    /// <summary>
    /// Share of events dropped since the last check at which the detector is unhealthy, 0..1. The default is <c>0.5</c>: most
    /// sessions are not judged.
    /// </summary>
    public double UnhealthyDropShare { get; set; } = 0.5;

    /// <summary>Age of the model at which the detector is degraded, above 0. The default is null: the age is not checked.</summary>
    public TimeSpan? DegradedModelAge { get; set; }

    /// <summary>Returns the faults of the settings; empty if there are none.</summary>
    internal IEnumerable<string> Faults()
    {
        foreach (var (name, share) in new[]
        {
            (nameof(DegradedQueueShare), DegradedQueueShare), (nameof(UnhealthyQueueShare), UnhealthyQueueShare),
            (nameof(DegradedDropShare), DegradedDropShare), (nameof(UnhealthyDropShare), UnhealthyDropShare),
        })
        {
            if (!(share is >= 0 and <= 1))
            {
                yield return string.Create(
                    System.Globalization.CultureInfo.InvariantCulture, $"{nameof(AnomalyDetectorHealthOptions)}: {name} is {share}; it must be between 0 and 1.");
            }
        }

        if (DegradedModelAge is { } age && age <= TimeSpan.Zero)
        {
            yield return $"{nameof(AnomalyDetectorHealthOptions)}: {nameof(DegradedModelAge)} is {age:c}; it must be above 0.";
        }
    }
}
