namespace LogGuard.Alerts;

/// <summary>Computes the severity of an anomaly; see <see cref="AlertSeverity"/> for the rule.</summary>
internal static class SeverityRule
{
    /// <summary>The number of ranks; see <see cref="RankOf(Anomaly)"/>.</summary>
    public const int RankCount = 5;

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

    /// <summary>
    /// The rank of an anomaly in every limit, 0..4: its severity, and within the critical ones the level of the line: a rare warning, an
    /// error, a line of the level Fatal. The lower ranks never take the room of the higher ones.
    /// </summary>
    public static int RankOf(Anomaly anomaly) => (int)Of(anomaly) + Math.Max(0, anomaly.Severity - LogSeverity.Warning);

    /// <summary>The rank of an alert.</summary>
    public static int RankOf(Alert alert) => Math.Max((int)alert.Severity, RankOf(alert.Anomaly));

    /// <summary>The room in a queue for items of a rank: the limit, and an eighth of it more for each higher rank.</summary>
    public static int RoomOf(int limit, int rank) => limit + (rank * (limit / 8));
}
