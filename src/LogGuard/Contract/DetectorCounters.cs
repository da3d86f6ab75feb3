using LogGuard.Pipeline;

namespace LogGuard;

/// <summary>Counters of a detector since its creation. Each number is exact, but the numbers are read one after another.</summary>
/// <remarks>
/// Every event is accounted for: <see cref="Received"/> is <see cref="Processed"/> + <see cref="Dropped"/> +
/// <see cref="LeftBehind"/> + <see cref="QueueLength"/>.
/// </remarks>
public sealed record DetectorCounters
{
    /// <summary>Events that the detector received from the application.</summary>
    public required long Received { get; init; }

    /// <summary>Events that were processed, whether for learning or for judging.</summary>
    public required long Processed { get; init; }

    /// <summary>Events that were judged.</summary>
    public required long Scored { get; init; }

    /// <summary>Events that were dropped: the sum of <see cref="DroppedByFullQueue"/> and <see cref="DroppedByError"/>.</summary>
    public required long Dropped { get; init; }

    /// <summary>Events that were dropped because the queue was full.</summary>
    public long DroppedByFullQueue { get; init; }

    /// <summary>Events that were dropped because of an error, such as a property that throws.</summary>
    public long DroppedByError { get; init; }

    /// <summary>
    /// Events that were not processed because the shutdown timed out; see <see cref="QueueOptions.ShutdownTimeout"/>.
    /// </summary>
    public long LeftBehind { get; init; }

    /// <summary>Events that arrived after disposal and were ignored. They are not counted in <see cref="Received"/>.</summary>
    public long Late { get; init; }

    /// <summary>Events whose processing failed with an error. Each kind of error is reported once.</summary>
    public required long Failed { get; init; }

    /// <summary>Events whose template did not fit into the vocabulary.</summary>
    public required long UnknownKeys { get; init; }

    /// <summary>Events whose values could not be read, so that the values were neither learnt nor judged.</summary>
    public long ValuesMissed { get; init; }

    /// <summary>Anomalies raised.</summary>
    public required long Anomalies { get; init; }

    /// <summary>Anomalies raised, by kind. Every kind is a key.</summary>
    public IReadOnlyDictionary<AnomalyKind, long> AnomaliesByKind { get; init; } = new AnomalyCounts(new long[AnomalyCounts.KindCount]);

    /// <summary>Anomalies that were not delivered because a receiver was too slow.</summary>
    public required long AnomaliesDropped { get; init; }

    /// <summary>
    /// Anomalies that were raised but not delivered, because their pattern was marked normal in the meantime; see
    /// <see cref="AnomalyDetector.MarkNormal(Anomaly)"/>.
    /// </summary>
    public required long AnomaliesWithdrawn { get; init; }

    /// <summary>
    /// Lines that were not reported because their template is new in this version of the application and quarantined; see
    /// <see cref="TrainingOptions.QuarantineTime"/>.
    /// </summary>
    public required long LinesQuarantined { get; init; }

    /// <summary>Patterns currently marked normal, including those loaded with a saved model.</summary>
    public required int PatternsMarkedNormal { get; init; }

    /// <summary>Sessions that have ended.</summary>
    public required long SessionsClosed { get; init; }

    /// <summary>Sessions currently open.</summary>
    public required int OpenSessions { get; init; }

    /// <summary>
    /// The longest time for which the events being processed can have waited in the queue; zero if no event waits. It is measured by a
    /// clock that is never set, and does not depend on the timestamps of the events.
    /// </summary>
    public TimeSpan Lag { get; init; }

    /// <summary>Events currently waiting in the queue. After disposal: events that were left because the shutdown timed out.</summary>
    public required int QueueLength { get; init; }

    /// <summary>The most events that may wait; see <see cref="QueueOptions.Limit"/>.</summary>
    public int QueueLimit { get; init; }

    /// <summary>Message templates that have a log key.</summary>
    public required int KeyCount { get; init; }

    /// <summary>
    /// Sessions collected for training, those of earlier processes included; 0 once the detector is detecting. Not counted are those
    /// still open (<see cref="OpenSessions"/>) and those cut short by a lost event or by <see cref="SessionOptions.OpenLimit"/>, of which
    /// only the beginning is learnt.
    /// </summary>
    public required int SessionsCollected { get; init; }

    /// <summary>Alerts raised.</summary>
    public long Alerts { get; init; }

    /// <summary>Alerts that were raised but not delivered, because a receiver was too slow or their anomaly was marked normal in the meantime.</summary>
    public long AlertsDropped { get; init; }

    /// <summary>Anomalies that the next alert about their cause will report. The back-off, a limit or a suppression holds them back. Those of the process before count.</summary>
    public long AnomaliesHeldBack { get; init; }

    /// <summary>Anomalies raised while their cause was suppressed; see <see cref="AnomalyDetector.Suppress"/>.</summary>
    public long AnomaliesSuppressed { get; init; }

    /// <summary>
    /// Anomalies that no alert reports. Their cause stayed suppressed or marked normal until it was resolved, or was forgotten
    /// above <see cref="AlertOptions.FingerprintLimit"/>.
    /// </summary>
    public long AnomaliesUntold { get; init; }

    /// <summary>Anomalies added to live spans; see <see cref="AlertOptions.MarkSpans"/>.</summary>
    public long SpansMarked { get; init; }

    /// <summary>Alerts that the webhook's receiver accepted.</summary>
    public long WebhookDelivered { get; init; }

    /// <summary>Alerts that were not posted: the receiver refused them, the last attempt failed, the queue was full, or the shutdown timed out.</summary>
    public long WebhookDropped { get; init; }
}
