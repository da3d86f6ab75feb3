using LogGuard.Sequences;

namespace LogGuard.Alerts;

/// <summary>
/// Observes anomalies and ends of sessions synchronously on the reader's thread, in event order; must not block. Every session
/// that had an anomaly also has an end.
/// </summary>
internal interface ISessionWatcher
{
    void OnAnomaly(SessionId session);

    void OnEnd(SessionId session);

    /// <summary>The same with the whole session, which is reused after the call.</summary>
    void OnAnomaly(Session session, Anomaly anomaly) => OnAnomaly(session.Id);

    /// <inheritdoc cref="OnAnomaly(Session, Anomaly)"/>
    void OnEnd(Session session) => OnEnd(session.Id);
}
