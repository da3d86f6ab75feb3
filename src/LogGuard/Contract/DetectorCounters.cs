using LogGuard.Pipeline;

namespace LogGuard;

/// <summary>What a detector has done since it was made. A snapshot: each number is exact, taken one after the other.</summary>
/// <remarks>
/// Nothing is lost silently: <see cref="Received"/> is <see cref="Processed"/> + <see cref="Dropped"/> +
/// <see cref="LeftBehind"/> + <see cref="QueueLength"/>.
/// </remarks>
public sealed record DetectorCounters
{
    /// <summary>Events that the application logged to the detector.</summary>
    public required long Received { get; init; }

    /// <summary>Events that the detector has worked off, whether it was learning or judging.</summary>
    public required long Processed { get; init; }

    /// <summary>Events that were judged.</summary>
    public required long Scored { get; init; }

    /// <summary>Events that were not taken, for whatever reason: the next two are the parts.</summary>
    public required long Dropped { get; init; }

    /// <summary>Events that found the queue full.</summary>
    public long DroppedByFullQueue { get; init; }

    /// <summary>Events that could not be taken because of an error, such as a property that throws.</summary>
    public long DroppedByError { get; init; }

    /// <summary>
    /// Events that were not worked off because the time for the shutdown ran out; see <see cref="QueueOptions.ShutdownTimeout"/>.
    /// </summary>
    public long LeftBehind { get; init; }

    /// <summary>Events that came after disposal and were ignored; they are not among <see cref="Received"/>.</summary>
    public long Late { get; init; }

    /// <summary>Events that could not be worked off because of an error; each kind of error is told once.</summary>
    public required long Failed { get; init; }

    /// <summary>Events whose template found no room in the vocabulary.</summary>
    public required long UnknownKeys { get; init; }

    /// <summary>Events whose values could not be read, and were neither learnt from nor judged.</summary>
    public long ValuesMissed { get; init; }

    /// <summary>Anomalies raised.</summary>
    public required long Anomalies { get; init; }

    /// <summary>Anomalies raised, by their kinds; every kind is in it.</summary>
    public IReadOnlyDictionary<AnomalyKind, long> AnomaliesByKind { get; init; } = new AnomalyCounts(new long[AnomalyCounts.KindCount]);

    /// <summary>Anomalies that were not delivered because their receivers were too slow.</summary>
    public required long AnomaliesDropped { get; init; }

    /// <summary>
    /// Anomalies that were raised and not delivered because their pattern was marked normal in the meantime; see
    /// <see cref="AnomalyDetector.MarkNormal(Anomaly)"/>.
    /// </summary>
    public required long AnomaliesWithdrawn { get; init; }

    /// <summary>
    /// Lines with a template that is new in the application's version and is being watched, which were not reported; see
    /// <see cref="TrainingOptions.QuarantineTime"/>.
    /// </summary>
    public required long LinesQuarantined { get; init; }

    /// <summary>Patterns that are marked normal now, those of a saved model included.</summary>
    public required int PatternsMarkedNormal { get; init; }

    /// <summary>Sessions that have ended.</summary>
    public required long SessionsClosed { get; init; }

    /// <summary>Sessions open now.</summary>
    public required int OpenSessions { get; init; }

    /// <summary>
    /// How far the events that are being worked on now lie behind the clock, by their own timestamps; zero where none
    /// waits. A log that is replayed is as far behind as it is old.
    /// </summary>
    public TimeSpan Lag { get; init; }

    /// <summary>Events that wait to be worked off now; once the detector is disposed of, those that time ran out for.</summary>
    public required int QueueLength { get; init; }

    /// <summary>The most events that may wait; see <see cref="QueueOptions.Limit"/>.</summary>
    public int QueueLimit { get; init; }

    /// <summary>Message templates that have a key.</summary>
    public required int KeyCount { get; init; }

    /// <summary>Sessions collected for learning; 0 once the detector detects.</summary>
    public required int SessionsCollected { get; init; }

    /// <summary>Alerts raised.</summary>
    public long Alerts { get; init; }

    /// <summary>Alerts that were raised and not delivered, because a receiver was too slow or their anomaly was marked normal meanwhile.</summary>
    public long AlertsDropped { get; init; }

    /// <summary>Anomalies that the next alert about their cause will tell of: held back by the back-off, a limit or a suppression.</summary>
    public long AnomaliesHeldBack { get; init; }

    /// <summary>Anomalies that came while their cause was suppressed; see <see cref="AnomalyDetector.Suppress"/>.</summary>
    public long AnomaliesSuppressed { get; init; }

    /// <summary>
    /// Anomalies that no alert tells of: suppressed or marked normal until their cause was gone, or of more causes than
    /// <see cref="AlertOptions.FingerprintLimit"/>.
    /// </summary>
    public long AnomaliesUntold { get; init; }

    /// <summary>Anomalies noted in live spans; see <see cref="AlertOptions.MarkSpans"/>.</summary>
    public long SpansMarked { get; init; }

    /// <summary>Alerts that the webhook's receiver has taken.</summary>
    public long WebhookDelivered { get; init; }

    /// <summary>Alerts that were not posted: refused by the receiver, given up after the last attempt, or no room or time for them.</summary>
    public long WebhookDropped { get; init; }
}
