using System.Diagnostics;
using Microsoft.Extensions.Logging;
using OpenTelemetry;

namespace LogGuard.OpenTelemetry;

/// <summary>Logs anomalies and alerts with their trace as the current one. Handlers call it for one at a time.</summary>
internal sealed class FindingLog(RequestSpans spans, ILoggerFactory loggers) : IDisposable
{
    public const string AnomalyName = "logguard.anomaly";
    public const string AlertName = "logguard.alert";

    private static readonly EventId AnomalyEvent = new(1, AnomalyName);
    private static readonly EventId AlertEvent = new(2, AlertName);

    private readonly ActivitySource _source = new(LogGuardOpenTelemetryBuilderExtensions.AnomalySourceName, typeof(FindingLog).Assembly.GetName().Version?.ToString(3));
    private readonly ILogger _anomalies = loggers.CreateLogger(LogGuardOpenTelemetryBuilderExtensions.AnomalyCategory);
    private readonly ILogger _alerts = loggers.CreateLogger(LogGuardOpenTelemetryBuilderExtensions.AlertCategory);

    public void Write(Anomaly anomaly)
    {
        var tags = Attributes.Of(anomaly);
        using var span = Begin(AnomalyName, anomaly, tags, isSpan: true);
        _anomalies.Log(LogLevel.Warning, AnomalyEvent, tags, null, (_, _) => anomaly.ToString());
    }

    public void Write(Alert alert)
    {
        var level = alert.State == AlertState.Resolved ? LogLevel.Information : alert.Severity switch
        {
            AlertSeverity.Critical => LogLevel.Error,
            AlertSeverity.Warning => LogLevel.Warning,
            _ => LogLevel.Information,
        };
        var tags = Attributes.Of(alert);
        using var span = Begin(AlertName, alert.Anomaly, tags, isSpan: false);
        _alerts.Log(level, AlertEvent, tags, null, (_, _) => alert.ToString());
    }

    public void Dispose() => _source.Dispose();

    // The current activity gives a log record its trace and its span.
    private Activity? Begin(string name, Anomaly anomaly, IReadOnlyList<KeyValuePair<string, object?>> tags, bool isSpan)
    {
        // The handler's own activity is that of the code that made the detector, and no trace of the anomaly.
        Activity.Current = null;
        if (!TryParse(anomaly.TraceId, out var traceId))
        {
            return null;
        }

        if (!spans.TryFind(traceId, out var request, out var running))
        {
            // Not sampled, or of another process: the record has the trace id, and there is no span.
            return new Activity(name).SetParentId(traceId, default).Start();
        }

        if (isSpan && _source.StartActivity(ActivityKind.Internal, request, tags, [new ActivityLink(request)], anomaly.Timestamp, name) is { } span)
        {
            running?.AddLink(new ActivityLink(span.Context));
            return span;
        }

        return new Activity(name).SetParentId(traceId, request.SpanId, request.TraceFlags).Start();
    }

    private static bool TryParse(string? text, out ActivityTraceId traceId)
    {
        traceId = default;
        if (text is not { Length: 32 } || text.AsSpan().ContainsAnyExcept("0123456789abcdef"))
        {
            return false;
        }

        traceId = ActivityTraceId.CreateFromString(text);
        return true;
    }
}
