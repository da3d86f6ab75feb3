namespace LogGuard;

/// <summary>How much an <see cref="Alert"/> asks for attention.</summary>
/// <remarks>
/// The rule: an anomaly is critical where its line is of level Error or Fatal, or of level Warning and rarer than one in a
/// million (20 bits of <see cref="Anomaly.Score"/>); a warning where its line is of level Warning or it is rarer than one in a
/// thousand (10 bits); otherwise info. An alert has the highest severity among the anomalies that it groups.
/// </remarks>
public enum AlertSeverity
{
    /// <summary>Unusual, and neither rare nor logged as trouble.</summary>
    Info = 0,

    /// <summary>Logged as a warning, or rarer than one in a thousand.</summary>
    Warning = 1,

    /// <summary>Logged as an error, or as a warning that is rarer than one in a million.</summary>
    Critical = 2,
}
