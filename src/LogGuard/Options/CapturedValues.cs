namespace LogGuard;

/// <summary>What the detector takes of the values in a log event.</summary>
public enum CapturedValues
{
    /// <summary>Nothing but the template: anomalies show it in the place of the line, and only times between events are learnt as values.</summary>
    None = 0,

    /// <summary>Numbers: anomalies show the line with its other values left out, as the holes of the template.</summary>
    Numbers = 1,

    /// <summary>Everything, so that an anomaly shows the line as it was logged.</summary>
    All = 2,
}
