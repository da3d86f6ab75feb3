namespace LogGuard;

/// <summary>The values of a log event that the detector captures.</summary>
public enum CapturedValues
{
    /// <summary>No values. Anomalies show the template instead of the line, and only the times between events are learnt.</summary>
    None = 0,

    /// <summary>Numbers only. Anomalies show the line with the template's placeholders instead of its other values.</summary>
    Numbers = 1,

    /// <summary>All values. Anomalies show the line as it was logged.</summary>
    All = 2,
}
