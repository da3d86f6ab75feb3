namespace LogGuard.Detection;

/// <summary>The latest anomalies, which can be answered by their id alone. Not thread-safe.</summary>
internal sealed class AnomalyHistory
{
    /// <summary>Anomalies that are kept, at about a hundred bytes each.</summary>
    internal const int Limit = 10_000;

    /// <summary>
    /// Anomalies, the latest ones, whose session keys are kept too, for the workflows to learn from: up to 1 kB each. An older
    /// anomaly that is answered by the object itself, and not by its id, still has its keys.
    /// </summary>
    internal const int TrailLimit = 2_000;

    // A ring: each id has its place. Allocated with the first anomaly.
    private (long Id, DateTimeOffset Timestamp, AnomalyPattern Pattern)[] _kept = [];

    /// <summary>Keeps an anomaly's pattern for a while.</summary>
    public void Add(Anomaly anomaly)
    {
        if (_kept.Length == 0)
        {
            _kept = new (long, DateTimeOffset, AnomalyPattern)[Limit];
        }

        _kept[anomaly.Id % Limit] = (anomaly.Id, anomaly.Timestamp, anomaly.Pattern!);
        if (anomaly.Id > TrailLimit)
        {
            ref var older = ref _kept[(anomaly.Id - TrailLimit) % Limit];
            older.Pattern = older.Pattern?.WithoutTrail()!;
        }
    }

    /// <summary>The pattern of the anomaly with an id; null if it is not kept any more.</summary>
    /// <param name="id">The id.</param>
    /// <param name="timestamp">The anomaly's time, which tells it from one of an earlier run; null if any will do.</param>
    public AnomalyPattern? Find(long id, DateTimeOffset? timestamp = null) =>
        id > 0 && _kept.Length > 0 && _kept[id % Limit] is var kept && kept.Id == id && (timestamp is null || kept.Timestamp == timestamp)
            ? kept.Pattern
            : null;
}
