namespace LogGuard;

/// <summary>
/// Receives each anomaly and each session's end at the moment of the verdict, before the receivers of anomalies and without
/// their limits. Registered with <see cref="EventIntake.Observe"/>.
/// </summary>
/// <remarks>
/// Called on the detector's reader thread, in the order of the events, so an implementation must return at once: judging waits
/// for it. Use <see cref="EventIntake.TryPost"/> for longer work. An exception is reported through
/// <see cref="AnomalyDetectorOptions.Diagnostics"/> and has no other effect. Events that are logged here are not judged.
/// </remarks>
public interface ISessionObserver
{
    /// <summary>Called for each anomaly, except those marked normal.</summary>
    /// <param name="session">The session, by the id of <see cref="EventIntake.KnownAs"/>.</param>
    /// <param name="anomaly">The anomaly.</param>
    void OnAnomaly(SessionId session, Anomaly anomaly);

    /// <summary>Called when a session ends, with or without anomalies. The id may come again, for another session.</summary>
    /// <param name="session">The session.</param>
    void OnEnd(EndedSession session);
}
