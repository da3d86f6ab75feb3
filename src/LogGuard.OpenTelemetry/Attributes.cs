namespace LogGuard.OpenTelemetry;

/// <summary>The attributes of log records and spans.</summary>
internal static class Attributes
{
    public static List<KeyValuePair<string, object?>> Of(Anomaly anomaly)
    {
        List<KeyValuePair<string, object?>> attributes =
        [
            new("logguard.kind", anomaly.Kind.ToString()),
            new("logguard.question", anomaly.Question),
            new("logguard.session", anomaly.SessionId),
            new("logguard.position", anomaly.Position),
            new("logguard.template", anomaly.Template),
            new("logguard.line", anomaly.Line),
            new("logguard.score", anomaly.Score),
            new("logguard.reason", anomaly.Reason),
            new("logguard.skipped_step", anomaly.SkippedStep),
            new("logguard.workflow", anomaly.Workflow?.Name),
            new("logguard.in_build", anomaly.IsInBuild),
        ];
        attributes.RemoveAll(attribute => attribute.Value is null);
        return attributes;
    }

    public static List<KeyValuePair<string, object?>> Of(Alert alert) =>
    [
        new("logguard.fingerprint", alert.Fingerprint),
        new("logguard.state", alert.State.ToString()),
        new("logguard.severity", alert.Severity.ToString()),
        new("logguard.count", alert.Count),
        new("logguard.session_count", alert.SessionCount),
        .. Of(alert.Anomaly),
    ];
}
