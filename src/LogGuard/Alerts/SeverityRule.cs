namespace LogGuard.Alerts;

/// <summary>How severe an anomaly is; the rule is documented at <see cref="AlertSeverity"/>.</summary>
internal static class SeverityRule
{
    // One in a thousand is what detection aims at by default (Model.TargetAlarmRate): what is rarer is no such false alarm by chance.
    private const double RareBits = 10;
    private const double VeryRareBits = 20;

    public static AlertSeverity Of(Anomaly anomaly) => anomaly switch
    {
        { Severity: >= LogSeverity.Error } or { Severity: LogSeverity.Warning, Score: >= VeryRareBits } => AlertSeverity.Critical,
        { Severity: LogSeverity.Warning } or { Score: >= RareBits } => AlertSeverity.Warning,
        _ => AlertSeverity.Info,
    };
}
