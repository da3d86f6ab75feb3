using LogGuard.Alerts;
using LogGuard.Detection;
using LogGuard.Diagnostics;
using LogGuard.Keys;

namespace LogGuard.Pipeline;

/// <summary>Collects the state and the counters of a detector's parts. All members are thread-safe.</summary>
internal sealed class DetectorMonitor(
    AnomalyDetectorOptions options, EventQueue queue, EventIntake intake, EventProcessor processor, AnomalyDispatcher dispatcher, AlertHub alerts,
    FeedbackMarks feedback, LogKeyVocabulary vocabulary) : IMetricsSource
{
    public DetectorState State => processor.Learning.State;

    public double TrainingProgress => processor.Learning.Progress;

    public IReadOnlyList<QuestionCost> Questions => processor.Learning.Model?.Costs ?? [];

    public TimeSpan? ModelAge => processor.Learning.Trained is { } trained
        ? TimeSpan.FromTicks(Math.Max(0, (options.TimeProvider.GetUtcNow() - trained).Ticks))
        : null;

    public DetectorCounters Counters
    {
        get
        {
            var counters = processor.Counters;
            var processed = counters.Processed;
            var leftBehind = counters.LeftBehind;
            var accepted = Math.Max(processed + leftBehind, queue.Accepted);
            var full = queue.Dropped;
            var failed = intake.Failures;
            var dropped = full + failed;
            return new DetectorCounters
            {
                Received = accepted + dropped,
                Processed = processed,
                Scored = counters.Scored,
                Dropped = dropped,
                DroppedByFullQueue = full,
                DroppedByError = failed,
                LeftBehind = leftBehind,
                Late = queue.Late,
                AnomaliesByKind = counters.AnomaliesByKind,
                Lag = processor.Lag.Lag,
                Failed = counters.Failed,
                UnknownKeys = counters.UnknownKeys,
                ValuesMissed = counters.ValuesMissed,
                Anomalies = counters.Anomalies,
                AnomaliesDropped = dispatcher.Dropped,
                AnomaliesWithdrawn = dispatcher.Withdrawn,
                LinesQuarantined = counters.Quarantined,
                PatternsMarkedNormal = feedback.NormalCount,
                SessionsClosed = counters.SessionsClosed,
                OpenSessions = counters.OpenSessions,
                QueueLength = (int)(accepted - processed - leftBehind),
                QueueLimit = options.Queue.Limit,
                KeyCount = vocabulary.Count,
                SessionsCollected = State == DetectorState.Detecting ? 0 : counters.SessionsCollected,
                Alerts = alerts.Policy.Alerts,
                AlertsDropped = dispatcher.AlertsDropped,
                AnomaliesHeldBack = alerts.Policy.Held,
                AnomaliesSuppressed = alerts.Policy.Suppressed,
                AnomaliesUntold = alerts.Policy.Forgotten,
                SpansMarked = alerts.Service.SpansMarked,
                WebhookDelivered = alerts.WebhookDelivered,
                WebhookDropped = alerts.WebhookDropped,
            };
        }
    }
}
