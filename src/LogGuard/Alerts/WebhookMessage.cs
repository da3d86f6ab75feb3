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

    /// <summary>The incident, which stays the same when another of its causes becomes the most severe.</summary>
    public required string Incident { get; init; }

    public required string? Service { get; init; }

    public required string? ApplicationVersion { get; init; }

    public required WebhookAnomaly Anomaly { get; init; }

    public required WebhookRate? Rate { get; init; }

    /// <summary>The number of further causes; <see cref="Members"/> lists the first of them.</summary>
    public required int MemberCount { get; init; }

    public required IReadOnlyList<WebhookMember> Members { get; init; }

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
            Incident = alert.Incident,
            Service = alert.Anomaly.Service,
            ApplicationVersion = alert.Anomaly.ApplicationVersion,
            Anomaly = WebhookAnomaly.Of(alert.Anomaly),
            Rate = alert.Rate is { } rate ? new WebhookRate(rate.Now, rate.Before) : null,
            MemberCount = alert.MemberCount,
            Members = [.. alert.Members.Select(member => new WebhookMember(member.Fingerprint, member.Severity, member.Count, WebhookAnomaly.Of(member.Anomaly)))],
            Text = alert.ToString(),
        },
        WebhookJson.Default.WebhookMessage);
}

/// <summary>The rates of a cause that occurs much more often than before, per hour.</summary>
internal sealed record WebhookRate(double Now, double Before);

/// <summary>A further cause of the incident.</summary>
internal sealed record WebhookMember(string Fingerprint, AlertSeverity Severity, long Count, WebhookAnomaly Anomaly);

/// <summary>The newest anomaly of a cause.</summary>
internal sealed record WebhookAnomaly
{
    public required AnomalyKind Kind { get; init; }

    public required string SessionId { get; init; }

    public required string? TraceId { get; init; }

    public required long Position { get; init; }

    public required DateTimeOffset Timestamp { get; init; }

    public required LogSeverity Level { get; init; }

    public required string? Category { get; init; }

    public required WebhookEventId? EventId { get; init; }

    public required WebhookException? Exception { get; init; }

    public required IReadOnlyDictionary<string, string> Properties { get; init; }

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
        Category = anomaly.Category,
        EventId = anomaly.EventId is { } id ? new WebhookEventId(id.Id, id.Name) : null,
        Exception = anomaly.Exception is { } exception
            ? new WebhookException(exception.Type, exception.Message, exception.RootType, exception.RootMessage)
            : null,
        Properties = anomaly.Properties,
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

/// <summary>The event id of a line.</summary>
internal sealed record WebhookEventId(int Id, string? Name);

/// <summary>The exception of a line, and the innermost one if it is another.</summary>
internal sealed record WebhookException(string Type, string? Message, string? RootType, string? RootMessage);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals)]
[JsonSerializable(typeof(WebhookMessage))]
internal sealed partial class WebhookJson : JsonSerializerContext;
