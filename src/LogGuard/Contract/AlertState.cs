namespace LogGuard;

/// <summary>The state of the cause of an <see cref="Alert"/>.</summary>
public enum AlertState
{
    /// <summary>The first alert about this cause, or the first after it was resolved.</summary>
    New,

    /// <summary>The cause continues or became more severe. <see cref="Alert.CountSinceLast"/> counts the anomalies since the last alert.</summary>
    Repeated,

    /// <summary>The cause had no anomaly for <see cref="AlertOptions.QuietTime"/>.</summary>
    Resolved,
}
