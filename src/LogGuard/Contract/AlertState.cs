namespace LogGuard;

/// <summary>The state of the cause of an <see cref="Alert"/>.</summary>
public enum AlertState
{
    /// <summary>The first alert about this cause, or the first after it was resolved.</summary>
    New,

    /// <summary>The cause continues. <see cref="Alert.CountSinceLast"/> counts the anomalies since the last alert.</summary>
    Repeated,

    /// <summary>The cause had no anomaly for <see cref="AlertOptions.QuietTime"/>.</summary>
    Resolved,

    /// <summary>
    /// The cause became more severe, or occurs much more often than it used to; see <see cref="Alert.Rate"/>. Raised at once,
    /// whatever the interval since the last alert.
    /// </summary>
    Escalated,
}
