using System.Text.Json;
using System.Text.Json.Serialization;

namespace LogGuard.Alerts;

/// <summary>The body of a webhook delivery. It is a public contract: fields may be added but never renamed.</summary>
internal sealed record WebhookMessage
{
    public int Version { get; init; } = 1;

    public required string Fingerprint { get; init; }

    public required AlertState State { get; init; }

    public required AlertSeverity Severity { get; init; }

    public required long Count { get; init; }

    public required long CountSinceLast { get; init; }

    public required int SessionCount { get; init; }

    public required DateTimeOffset Timestamp { get; init; }

    public required DateTimeOffset FirstSeen { get; init; }

    public required DateTimeOffset LastSeen { get; init; }

    public required WebhookAnomaly Anomaly { get; init; }

    /// <summary>The whole alert as text, in the field that chat services display.</summary>
    public required string Text { get; init; }

    public static byte[] Serialize(Alert alert) => JsonSerializer.SerializeToUtf8Bytes(
        new WebhookMessage
        {
            Fingerprint = alert.Fingerprint,
            State = alert.State,
            Severity = alert.Severity,
            Count = alert.Count,
            CountSinceLast = alert.CountSinceLast,
            SessionCount = alert.SessionCount,
            Timestamp = alert.Timestamp,
            FirstSeen = alert.FirstSeen,
            LastSeen = alert.LastSeen,
            Anomaly = WebhookAnomaly.Of(alert.Anomaly),
            Text = alert.ToString(),
        },
        WebhookJson.Default.WebhookMessage);
}

/// <summary>The newest anomaly of an alert.</summary>
internal sealed record WebhookAnomaly
{
    public required AnomalyKind Kind { get; init; }

    public required string SessionId { get; init; }

    public required string? TraceId { get; init; }

    public required long Position { get; init; }

    public required DateTimeOffset Timestamp { get; init; }

    public required LogSeverity Level { get; init; }

    public required string Template { get; init; }

    public required string Line { get; init; }

    public required string Reason { get; init; }

    public required double Score { get; init; }

    public required string? SkippedStep { get; init; }

    public required IReadOnlyList<ExpectedStep> Expected { get; init; }

    public required UnusualValue? UnusualValue { get; init; }

    public required IReadOnlyList<string> RecentSteps { get; init; }

    public required string? Workflow { get; init; }

    public static WebhookAnomaly Of(Anomaly anomaly) => new()
    {
        Kind = anomaly.Kind,
        SessionId = anomaly.SessionId,
        TraceId = anomaly.TraceId,
        Position = anomaly.Position,
        Timestamp = anomaly.Timestamp,
        Level = anomaly.Severity,
        Template = anomaly.Template,
        Line = anomaly.Line,
        Reason = anomaly.Reason,
        Score = anomaly.Score,
        SkippedStep = anomaly.SkippedStep,
        Expected = anomaly.Expected,
        UnusualValue = anomaly.UnusualValue,
        RecentSteps = anomaly.RecentSteps,
        Workflow = anomaly.Workflow?.Describe(),
    };
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals)]
[JsonSerializable(typeof(WebhookMessage))]
internal sealed partial class WebhookJson : JsonSerializerContext;
