using System.Globalization;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

namespace LogGuard.Extensions.Logging.Hosting;

/// <summary>Reports whether a detector keeps up with its log. A detector that is still learning is healthy.</summary>
internal sealed class DetectorHealthCheck(AnomalyDetector detector, IOptionsMonitor<AnomalyDetectorHealthOptions> options, string name) : IHealthCheck
{
    private readonly Lock _lock = new();
    private long _received;
    private long _dropped;

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var limits = options.Get(name);
        var counters = detector.Counters;
        var (received, dropped) = SinceLastCheck(counters);
        var dropShare = received == 0 ? 0 : (double)dropped / received;
        var queueShare = (double)counters.QueueLength / counters.QueueLimit;
        var age = detector.ModelAge;
        var data = new Dictionary<string, object>
        {
            ["state"] = detector.State.ToString(),
            ["lag_seconds"] = Math.Round(counters.Lag.TotalSeconds, 3),
            ["queue_length"] = counters.QueueLength,
            ["queue_limit"] = counters.QueueLimit,
            ["received"] = counters.Received,
            ["dropped"] = counters.Dropped,
            ["dropped_since_last_check"] = dropped,
            ["failed"] = counters.Failed,
            ["anomalies"] = counters.Anomalies,
            ["anomalies_dropped"] = counters.AnomaliesDropped,
            ["open_sessions"] = counters.OpenSessions,
        };
        if (age is { } known)
        {
            data["model_age_seconds"] = Math.Round(known.TotalSeconds);
        }

        List<string> trouble = [];
        var status = HealthStatus.Healthy;
        Judge(queueShare, limits.DegradedQueueShare, limits.UnhealthyQueueShare, $"{counters.QueueLength:N0} of {counters.QueueLimit:N0} places in the queue are taken");
        Judge(dropShare, limits.DegradedDropShare, limits.UnhealthyDropShare, $"{dropped:N0} of {received:N0} events since the last check were dropped");
        if (limits.DegradedModelAge is { } limit && age > limit)
        {
            Worsen(HealthStatus.Degraded, string.Create(CultureInfo.InvariantCulture, $"the newest model is {age.Value.TotalDays:0.#} days old"));
        }

        if (detector.Intake.IsClosed)
        {
            Worsen(HealthStatus.Unhealthy, "the detector is stopped");
        }

        // The registration maps unhealthy to its failure status.
        status = status == HealthStatus.Unhealthy ? context.Registration.FailureStatus : status;
        var description = trouble.Count == 0 ? detector.State.ToString().ToLowerInvariant() : string.Join("; ", trouble);
        return Task.FromResult(new HealthCheckResult(status, description, data: data));

        void Judge(double share, double degraded, double unhealthy, FormattableString what)
        {
            if (share > 0 && share >= Math.Min(degraded, unhealthy))
            {
                Worsen(share >= unhealthy ? HealthStatus.Unhealthy : HealthStatus.Degraded, what.ToString(CultureInfo.InvariantCulture));
            }
        }

        void Worsen(HealthStatus to, string what)
        {
            // HealthStatus orders from unhealthy (0) to healthy (2).
            status = (HealthStatus)Math.Min((int)status, (int)to);
            trouble.Add(what);
        }
    }

    private (long Received, long Dropped) SinceLastCheck(DetectorCounters counters)
    {
        lock (_lock)
        {
            var since = (counters.Received - _received, counters.Dropped - _dropped);
            (_received, _dropped) = (counters.Received, counters.Dropped);
            return since;
        }
    }
}
