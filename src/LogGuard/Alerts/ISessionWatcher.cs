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
}
