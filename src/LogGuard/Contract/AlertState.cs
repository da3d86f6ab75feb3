namespace LogGuard;

/// <summary>Where in its life the cause of an <see cref="Alert"/> is.</summary>
public enum AlertState
{
    /// <summary>The first alert about this cause, or the first after it was resolved.</summary>
    New,

    /// <summary>The cause goes on, or became more severe; <see cref="Alert.CountSinceLast"/> anomalies since the last alert.</summary>
    Repeated,

    /// <summary>There was no anomaly of this cause for <see cref="AlertOptions.QuietTime"/>.</summary>
    Resolved,
}
