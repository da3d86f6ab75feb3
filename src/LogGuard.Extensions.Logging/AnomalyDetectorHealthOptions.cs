namespace LogGuard;

/// <summary>
/// From when on a detector's health check is not content. Bound from <c>Logging:AnomalyDetector:Health</c>, and read at each
/// check: a change takes effect at once.
/// </summary>
public sealed class AnomalyDetectorHealthOptions
{
    /// <summary>
    /// Share of the queue that is full with which the detector is degraded, 0..1. The default is <c>0.5</c>: it falls behind
    /// what is logged.
    /// </summary>
    public double DegradedQueueShare { get; set; } = 0.5;

    /// <summary>Share of the queue that is full with which the detector is unhealthy, 0..1. The default is <c>1</c>: never, unless full.</summary>
    public double UnhealthyQueueShare { get; set; } = 1;

    /// <summary>
    /// Share of the events since the last check that were dropped with which the detector is degraded, 0..1. The default is
    /// <c>0.001</c>: a dropped event is a hole in what is judged.
    /// </summary>
    public double DegradedDropShare { get; set; } = 0.001;

    /// <summary>
    /// Share of the events since the last check that were dropped with which the detector is unhealthy, 0..1. The default is
    /// <c>0.5</c>: most sessions are not judged then.
    /// </summary>
    public double UnhealthyDropShare { get; set; } = 0.5;

    /// <summary>Age of the model with which the detector is degraded. The default is null: a model does not age.</summary>
    public TimeSpan? DegradedModelAge { get; set; }

    /// <summary>All that is wrong with the settings; empty where nothing is.</summary>
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
