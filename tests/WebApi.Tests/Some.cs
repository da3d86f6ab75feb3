using LogGuard;
using WebApi.Load;

namespace WebApi.Tests;

/// <summary>Ready-made requests and anomalies.</summary>
internal static class Some
{
    public static Sent Sent(string traceId, string? struck = null, long began = 0, long ended = 0) => new(traceId, 200, struck, began, ended, "order");

    public static Anomaly Anomaly(string traceId, string template = "some line", AnomalyKind kind = AnomalyKind.UnexpectedKey) => new()
    {
        Kind = kind,
        SessionId = traceId,
        Template = template,
        Line = template,
        Position = 3,
        Timestamp = DateTimeOffset.UnixEpoch,
        Severity = LogSeverity.Information,
        Expected = [],
        RecentSteps = [],
        Score = 10,
        Reason = "because",
        TraceId = traceId,
    };

    public static WorkflowContext Workflow(WorkflowFault fault, params string[] steps) => new()
    {
        Name = "orders",
        Fault = fault,
        Steps = steps,
        StepCount = steps.Length,
        Position = 3,
        Next = [],
    };
}
