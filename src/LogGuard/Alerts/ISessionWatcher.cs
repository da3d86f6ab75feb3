using LogGuard.Sequences;

namespace LogGuard.Alerts;

/// <summary>
/// Told at once what becomes of sessions, on the reader's thread: must not block. In the order of the events; each session
/// that had one ends.
/// </summary>
internal interface ISessionWatcher
{
    void OnAnomaly(SessionId session);

    void OnEnd(SessionId session);

    /// <summary>The same with all that is known; the session is another one's after the call.</summary>
    void OnAnomaly(Session session, Anomaly anomaly) => OnAnomaly(session.Id);

    /// <inheritdoc cref="OnAnomaly(Session, Anomaly)"/>
    void OnEnd(Session session) => OnEnd(session.Id);
}
