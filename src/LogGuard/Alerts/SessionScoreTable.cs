using System.Collections.Concurrent;
using LogGuard.Sequences;

namespace LogGuard.Alerts;

/// <summary>
/// The scores of sessions with anomalies. The reader writes them, only for sessions with an anomaly, so normal sessions cost
/// nothing; any thread may read them. Bounded: the session that became anomalous first is removed first.
/// </summary>
internal sealed class SessionScoreTable(int limit)
{
    private readonly ConcurrentDictionary<SessionId, Known> _known = new();
    private readonly Queue<Known> _order = new();

    public int Count => _known.Count;

    /// <summary>Returns the score of a session; null if it has no anomaly. Any thread may call it.</summary>
    public SessionScore? Of(SessionId id) => _known.TryGetValue(id, out var known) ? known.Score : null;

    /// <summary>Records an anomaly. Called on the reader's thread.</summary>
    public void OnAnomaly(Session session, Anomaly anomaly)
    {
        // A later session may have the same id.
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

    /// <summary>Records the end of a session with an anomaly. Called on the reader's thread.</summary>
    public void OnEnd(Session session)
    {
        if (_known.TryGetValue(session.Id, out var known) && known.Number == session.Number)
        {
            known.Set(known.Score with { IsOpen = false });
        }
    }

    private sealed class Known(SessionId id, long number)
    {
        // Boxed, so that reads are atomic.
        private object _score = default(SessionScore);

        public SessionId Id => id;

        public long Number => number;

        public SessionScore Score => (SessionScore)Volatile.Read(ref _score);

        public void Set(SessionScore score) => Volatile.Write(ref _score, score);
    }
}
