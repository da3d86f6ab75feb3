using LogGuard.Keys;
using LogGuard.Sequences;

namespace LogGuard.Learning.Collecting;

/// <summary>The sessions that the application labelled, bounded by their events. Only accessed by the reader.</summary>
internal sealed class LabelledSessions
{
    /// <summary>Most events that are kept: 4 MB.</summary>
    internal const int EventLimit = 1_000_000;

    private readonly List<(LogKeySequence Sequence, bool IsAnomalous)> _sessions = [];
    private long _eventCount;

    /// <summary>Adds sessions.</summary>
    /// <returns>Number of those that found no room.</returns>
    public int Add(IReadOnlyList<(LogKeySequence Sequence, bool IsAnomalous)> sessions)
    {
        var left = 0;
        foreach (var session in sessions)
        {
            if (_eventCount + session.Sequence.Keys.Length > EventLimit)
            {
                left++;
                continue;
            }

            _eventCount += session.Sequence.Keys.Length;
            _sessions.Add(session);
        }

        return left;
    }

    /// <summary>The sessions with each merged key replaced by the key that it was merged into; a copy for the training thread.</summary>
    public IReadOnlyList<(LogKeySequence Sequence, bool IsAnomalous)> Resolve(LogKeyVocabulary vocabulary) =>
        vocabulary.HasAliases
            ? _sessions.ConvertAll(one => (one.Sequence.WithKeys(vocabulary.Resolve), one.IsAnomalous))
            : [.. _sessions];
}
