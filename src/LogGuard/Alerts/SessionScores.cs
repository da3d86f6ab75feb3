using System.Collections.Concurrent;
using LogGuard.Sequences;

namespace LogGuard.Alerts;

/// <summary>
/// What is known against sessions, for any thread to ask. Written by the reader, and only where a session has an anomaly, so
/// that normal ones cost nothing. Bounded: the session that became anomalous first is forgotten first.
/// </summary>
internal sealed class SessionScores(int limit)
{
    private readonly ConcurrentDictionary<SessionId, Known> _known = new();
    private readonly Queue<Known> _order = new();

    public int Count => _known.Count;

    /// <summary>What is known against a session; null where nothing is. Any thread.</summary>
    public SessionScore? Of(SessionId id) => _known.TryGetValue(id, out var known) ? known.Score : null;

    /// <summary>Takes note of an anomaly. On the reader's thread.</summary>
    public void OnAnomaly(Session session, Anomaly anomaly)
    {
        // An id may come again, for another session.
        if (!_known.TryGetValue(session.Id, out var known) || known.Number != session.Number)
        {
            known = new Known(session.Id, session.Number);
            _known[session.Id] = known;
            _order.Enqueue(known);
            if (_order.Count > limit && _order.Dequeue() is var first && _known.TryGetValue(first.Id, out var current) && ReferenceEquals(first, current))
            {
                _known.TryRemove(first.Id, out _);
            }
        }

        var score = known.Score;
        known.Set(new SessionScore(Math.Max(score.Bits, anomaly.Score), score.AnomalyCount + 1, IsOpen: true, anomaly.Timestamp));
    }

    /// <summary>Takes note that a session with an anomaly has ended. On the reader's thread.</summary>
    public void OnEnd(Session session)
    {
        if (_known.TryGetValue(session.Id, out var known) && known.Number == session.Number)
        {
            known.Set(known.Score with { IsOpen = false });
        }
    }

    private sealed class Known(SessionId id, long number)
    {
        // Boxed, so that it is read in one piece.
        private object _score = default(SessionScore);

        public SessionId Id => id;

        public long Number => number;

        public SessionScore Score => (SessionScore)Volatile.Read(ref _score);

        public void Set(SessionScore score) => Volatile.Write(ref _score, score);
    }
}
