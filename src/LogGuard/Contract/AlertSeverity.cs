namespace LogGuard;

/// <summary>How urgent an <see cref="Alert"/> is.</summary>
/// <remarks>
/// An anomaly is critical if its line has the level Error or Fatal, or has the level Warning and is rarer than one in a million
/// (20 bits of <see cref="Anomaly.Score"/>). It is a warning if its line has the level Warning, or is rarer than one in a
/// thousand (10 bits). Otherwise it is info. An alert has the highest severity among its anomalies.
/// </remarks>
public enum AlertSeverity
{
    /// <summary>Unusual, but neither rare nor logged as a warning or error.</summary>
    Info = 0,

    /// <summary>Logged as a warning, or rarer than one in a thousand.</summary>
    Warning = 1,

    /// <summary>Logged as an error, or as a warning that is rarer than one in a million.</summary>
    Critical = 2,
}
