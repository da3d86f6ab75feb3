using LogGuard.Keys;
using LogGuard.Sequences;

namespace LogGuard.Learning.Collecting;

/// <summary>
/// The beginnings of sessions whose end is not known: they were still open when the training started, were ended because too
/// many were open, or lost an event. Their steps are learnt; their counts and ends are not. Only accessed by the reader.
/// </summary>
internal sealed class SessionBeginnings
{
    private readonly SessionCorpus _sessions;
    private readonly SessionCorpus _stream = new();
    private readonly int _loadedCount;

    /// <param name="sessions">The beginnings of an earlier run.</param>
    public SessionBeginnings(SessionCorpus? sessions = null)
    {
        _sessions = sessions ?? new SessionCorpus();
        _loadedCount = _sessions.Count;
    }

    /// <summary>Number of beginnings.</summary>
    public int Count => _sessions.Count + _stream.Count;

    /// <summary>Number of events in all of them.</summary>
    public long EventCount => _sessions.EventCount + _stream.EventCount;

    /// <summary>Adds the beginning of a session, or the last part of the one stream.</summary>
    /// <param name="beginning">Its keys; null if none were collected.</param>
    /// <param name="isStream">Whether it is a part of the one stream.</param>
    public void Add(LogKeySequence? beginning, bool isStream)
    {
        if (beginning is not null)
        {
            (isStream ? _stream : _sessions).Add(beginning);
        }
    }

    /// <summary>Adds those of another detector that has begun with the same ones.</summary>
    /// <param name="other">All of its beginnings.</param>
    public void Join(SessionCorpus other)
    {
        var known = _sessions.Order.Take(_loadedCount).CountBy(number => _sessions.Distinct[number]).ToDictionary();
        foreach (var beginning in other.Order.Select(number => other.Distinct[number]))
        {
            if (known.TryGetValue(beginning, out var count) && count > 0)
            {
                known[beginning] = count - 1;
            }
            else
            {
                _sessions.Add(beginning);
            }
        }
    }

    /// <summary>All beginnings.</summary>
    public SessionCorpus All() => SessionCorpus.Join(_stream, _sessions);

    /// <summary>All beginnings with merged keys replaced, to train on.</summary>
    public SessionCorpus Resolve(LogKeyVocabulary vocabulary) => All().Resolve(vocabulary);

    /// <summary>
    /// The sessions to mine workflows from: those that ended, behind the last part of the one stream. A cut session would only
    /// repeat the beginning of a workflow as one of its own.
    /// </summary>
    /// <param name="ended">The sessions that ended.</param>
    /// <param name="vocabulary">Tells which keys were merged.</param>
    public SessionCorpus WithStream(SessionCorpus ended, LogKeyVocabulary vocabulary) => SessionCorpus.Join(_stream.Resolve(vocabulary), ended);
}
