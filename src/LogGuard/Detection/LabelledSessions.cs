using LogGuard.Keys;
using LogGuard.Sequences;

namespace LogGuard.Detection;

/// <summary>
/// The sessions that have a label, from the application or from answers, bounded by their events. Any thread may access it.
/// </summary>
internal sealed class LabelledSessions
{
    /// <summary>Most events that are kept: 4 MB.</summary>
    internal const int EventLimit = 1_000_000;

    private readonly Lock _lock = new();
    private readonly List<(LogKeySequence Sequence, bool IsAnomalous)> _sessions = [];
    private long _eventCount;

    /// <summary>Adds the sessions of a snapshot with one label, which <see cref="Of"/> returned.</summary>
    /// <param name="sessions">The sessions; null if there are none.</param>
    /// <param name="isAnomalous">Their label.</param>
    public void Restore(SessionCorpus? sessions, bool isAnomalous) =>
        Add([.. Enumerable.Range(0, sessions?.Count ?? 0).Select(number => (sessions![number], isAnomalous))]);

    /// <summary>Adds sessions that the application labelled.</summary>
    /// <returns>Number of those that found no room.</returns>
    public int Add(IReadOnlyList<(LogKeySequence Sequence, bool IsAnomalous)> sessions)
    {
        lock (_lock)
        {
            return sessions.Count(session => !TryAdd(session));
        }
    }

    /// <summary>Labels the session of an answered anomaly. An earlier label of an equal session gives way: the last word counts.</summary>
    /// <returns>False if there is no room.</returns>
    public bool Answer(LogKeySequence sequence, bool isAnomalous)
    {
        lock (_lock)
        {
            var other = _sessions.FindIndex(one => one.IsAnomalous != isAnomalous && one.Sequence == sequence);
            if (other < 0)
            {
                return TryAdd((sequence, isAnomalous));
            }

            _sessions[other] = (sequence, isAnomalous);
            return true;
        }
    }

    /// <summary>Takes the label of an answered anomaly's session back; one label, if equal sessions have several.</summary>
    public void Withdraw(LogKeySequence sequence)
    {
        lock (_lock)
        {
            var place = _sessions.FindLastIndex(one => one.Sequence == sequence);
            if (place >= 0)
            {
                _eventCount -= sequence.Keys.Length;
                _sessions.RemoveAt(place);
            }
        }
    }

    /// <summary>The sessions with each merged key replaced by the key that it was merged into; a copy.</summary>
    public IReadOnlyList<(LogKeySequence Sequence, bool IsAnomalous)> Resolve(LogKeyVocabulary vocabulary)
    {
        lock (_lock)
        {
            return vocabulary.HasAliases
                ? _sessions.ConvertAll(one => (one.Sequence.WithKeys(vocabulary.Resolve), one.IsAnomalous))
                : [.. _sessions];
        }
    }

    /// <summary>The sessions with one label; null if there are none.</summary>
    public SessionCorpus? Of(bool isAnomalous)
    {
        lock (_lock)
        {
            var corpus = new SessionCorpus();
            _sessions.Where(one => one.IsAnomalous == isAnomalous).ToList().ForEach(one => corpus.Add(one.Sequence));
            return corpus.Count == 0 ? null : corpus;
        }
    }

    private bool TryAdd((LogKeySequence Sequence, bool IsAnomalous) session)
    {
        if (_eventCount + session.Sequence.Keys.Length > EventLimit)
        {
            return false;
        }

        _eventCount += session.Sequence.Keys.Length;
        _sessions.Add(session);
        return true;
    }
}
