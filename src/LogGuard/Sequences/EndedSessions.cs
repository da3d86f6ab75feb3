using System.Diagnostics.CodeAnalysis;
using LogGuard.Primitives;

namespace LogGuard.Sequences;

/// <summary>
/// Sessions that ended because their activity stopped, kept for lines that come later: they are appended to their session instead
/// of beginning a new one. Bounded: the session that ended first is forgotten first. Only the reader touches it.
/// </summary>
internal sealed class EndedSessions(int limit = EndedSessions.DefaultLimit)
{
    /// <summary>
    /// Ten seconds of a service with a hundred requests a second, which is ten times the delay before the end. About a megabyte.
    /// </summary>
    public const int DefaultLimit = 1_024;

    private readonly Dictionary<SessionId, Session> _byId = [];
    private readonly LruList<Session> _order = new();

    /// <summary>Number of sessions kept.</summary>
    public int Count => _byId.Count;

    /// <summary>Keeps a session that is no longer open.</summary>
    /// <returns>The session that is forgotten for it; null if there was room.</returns>
    public Session? Add(Session session)
    {
        _byId.Add(session.Id, session);
        _order.Add(session);
        return _byId.Count > limit ? TakeOldest() : null;
    }

    /// <summary>Takes a session out by its id.</summary>
    public bool TryTake(SessionId id, [NotNullWhen(true)] out Session? session)
    {
        if (_byId.Count == 0 || !_byId.Remove(id, out session))
        {
            session = null;
            return false;
        }

        _order.Remove(session);
        return true;
    }

    /// <summary>Takes out the session that ended first; null if there is none.</summary>
    public Session? TakeOldest()
    {
        if (_order.Oldest is not { } oldest)
        {
            return null;
        }

        _byId.Remove(oldest.Id);
        _order.Remove(oldest);
        return oldest;
    }
}
