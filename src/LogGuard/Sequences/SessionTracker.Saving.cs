namespace LogGuard.Sequences;

/// <summary>Saves and restores the open sessions.</summary>
internal sealed partial class SessionTracker
{
    /// <summary>Number of sessions opened so far, which is the number of the latest one.</summary>
    public long OpenedCount => _openedCount;

    /// <summary>The open sessions, the one with the latest last event first.</summary>
    public IEnumerable<Session> NewestFirst()
    {
        for (var session = _byActivity.Newest; session is not null; session = session.Older)
        {
            yield return session;
        }
    }

    /// <summary>Continues at the time of a save. Called before the first event.</summary>
    public void RestoreTime(long eventTime, long openedCount) => (_eventTime, _openedCount) = (eventTime, openedCount);

    /// <summary>Opens a saved session. The one with the oldest last event comes first.</summary>
    /// <param name="saved">The session.</param>
    /// <param name="idleTicks">Ticks since its last event.</param>
    /// <returns>Null if there is no room, or a session of this id is open.</returns>
    public Session? Restore(SavedSession saved, long idleTicks)
    {
        if (_open.Count >= _openLimit || _open.ContainsKey(saved.Id))
        {
            return null;
        }

        var session = new Session(_windowSize, _histories);
        session.Open(saved.Id, collects: false);
        session.Restore(saved);
        session.LastActivity = PassedTime - idleTicks;
        _open.Add(saved.Id, session);
        _byActivity.Add(session);
        return session;
    }
}
