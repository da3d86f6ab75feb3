namespace LogGuard.Alerts;

/// <summary>Computes the severity of an anomaly; see <see cref="AlertSeverity"/> for the rule.</summary>
internal static class SeverityRule
{
    // 10 bits are the default false alarm rate of one in a thousand (Model.TargetAlarmRate). A rarer anomaly is unlikely to be
    // such a false alarm.
    private const double RareBits = 10;
    private const double VeryRareBits = 20;

    public static AlertSeverity Of(Anomaly anomaly) => anomaly switch
    {
        { Severity: >= LogSeverity.Error } or { Severity: LogSeverity.Warning, Score: >= VeryRareBits } => AlertSeverity.Critical,
        { Severity: LogSeverity.Warning } or { Score: >= RareBits } => AlertSeverity.Warning,
        _ => AlertSeverity.Info,
    };
}
