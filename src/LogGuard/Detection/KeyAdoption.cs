using LogGuard.Diagnostics;
using LogGuard.Keys;
using LogGuard.Sequences;

namespace LogGuard.Detection;

/// <summary>
/// Adopts new templates that turn out to be normal: each was reported until then, and is no longer once the evidence suffices. A
/// template is never adopted if it came as an error, was marked anomalous, or came mostly in sessions in which something else was wrong.
/// Only accessed by the reader.
/// </summary>
/// <remarks>
/// <para>
/// A template that comes often enough to have been learnt, and was not, is a change, and a change is not normal because it lasts: a
/// failing disk inserts its line into hundreds of sessions that end as ever. So a template in a known kind of session is only adopted
/// if its rate explains why learning missed it; see <see cref="ChanceOfMissing"/>. A session that begins with a new line is of a new
/// kind, such as a function that nobody had used, and its lines are adopted when a few of them ended well.
/// </para>
/// <para>
/// In one stream there are no sessions to end well. There, only the level tells what is harmless, so that a log without levels
/// adopts nothing; and a burst is one occurrence, so that minutes are counted.
/// </para>
/// </remarks>
internal sealed partial class KeyAdoption(LogKeyVocabulary vocabulary, FeedbackMarks feedback, DiagnosticLog diagnostics)
{
    /// <summary>Most templates that are watched at a time; further ones are reported until there is room.</summary>
    internal const int Limit = 1_000;

    /// <summary>
    /// Fewest sessions, or minutes of the one stream, of a template that can be normal: if one in two sessions with it were to go
    /// wrong, five would end well in one of 32 cases.
    /// </summary>
    internal const int FewestSessions = 5;

    /// <summary>
    /// Least chance that learning missed a template of its rate. Below it, as in tests of significance, the template is a change.
    /// </summary>
    internal const double ChanceOfMissing = 0.05;

    /// <summary>
    /// Largest share of sessions without the template that may be reported. With more of them, one in four, operation is not normal,
    /// and nothing that comes in it is.
    /// </summary>
    internal const double LargestReportedShare = 0.25;

    // The square root of a Poisson number has a standard deviation of one half: 1.645 of them.
    private const double UpperLimit = 0.82;

    // A session in which something else is wrong has its other lines, too.
    internal const int FewestQuietForTroubled = 2;

    private readonly Dictionary<int, WatchedKey> _keys = [];
    private long _sessionCount;
    private long _reportedCount;
    private bool _hasLevels;

    /// <summary>Records that a line was reported because its template is new.</summary>
    public void OnNewLine(Session session, in LogRecord record)
    {
        session.NewLineCount++;
        session.BeginsNew |= session.Length == 0;
        _hasLevels |= record.Severity >= LogSeverity.Warning;
        if (record.Key == LogKey.Unknown)
        {
            return;
        }

        if (!_keys.TryGetValue(record.Key, out var key))
        {
            if (_keys.Count >= Limit)
            {
                return;
            }

            _keys.Add(record.Key, key = new WatchedKey());
        }

        key.IsSevere |= record.Severity >= LogSeverity.Error;
        if (session.Id.IsStream)
        {
            var minute = record.Timestamp / TimeSpan.TicksPerMinute;
            key.Minutes += minute == key.LastMinute ? 0 : 1;
            key.LastMinute = minute;
            if (_hasLevels && key.Minutes >= FewestSessions)
            {
                TryAdopt(record.Key, key, $"{Wording.Number(key.Minutes)} minutes");
            }
        }
    }

    /// <summary>Looks at a session that has ended, and at its new templates.</summary>
    /// <param name="session">The session; not the one stream.</param>
    /// <param name="learntCount">Number of sessions that the model was learnt from.</param>
    /// <param name="hasUsualCounts">Whether the counts of its learnt templates are usual; only called for a session with new templates.</param>
    public void OnEnd(Session session, int learntCount, Func<Session, bool> hasUsualCounts)
    {
        _sessionCount++;
        _reportedCount += session.RaisedCount > 0 ? 1 : 0;
        if (session.NewLineCount == 0)
        {
            return;
        }

        var isTroubled = session.RaisedCount > session.NewLineCount || !hasUsualCounts(session);

        foreach (var (number, key) in _keys)
        {
            if (session.Counts[number] == 0)
            {
                continue;
            }

            key.Troubled += isTroubled ? 1 : 0;
            key.Quiet += isTroubled ? 0 : 1;
            key.OfNewKind += !isTroubled && session.BeginsNew ? 1 : 0;
            if (key.Quiet >= Math.Max(FewestSessions, FewestQuietForTroubled * key.Troubled)
                && _reportedCount - key.Sessions <= LargestReportedShare * _sessionCount
                && (key.OfNewKind == key.Quiet || IsLikelyMissed(key, learntCount)))
            {
                TryAdopt(number, key, $"{Wording.Number(key.Quiet)} sessions");
            }
        }
    }

    // Whether a key of this rate is in none of the sessions learnt from in more than one case of twenty. Of the rate its upper limit is
    // taken, which one in twenty rates exceeds: five sessions in a row say little of it.
    private bool IsLikelyMissed(WatchedKey key, int learntCount)
    {
        var highest = Math.Pow(Math.Sqrt(key.Sessions + 0.75) + UpperLimit, 2) / _sessionCount;
        return highest < 1 && learntCount * Math.Log(1 - highest) >= Math.Log(ChanceOfMissing);
    }

    private void TryAdopt(int number, WatchedKey key, string occasions)
    {
        if (key.IsSevere || feedback.IsMarkedAnomalous(number))
        {
            return;
        }

        _keys.Remove(number);
        feedback.MarkKeyNormal(number);
        diagnostics.Tell($"{Wording.Quote(vocabulary.GetTemplate(number))}, which was not learnt, came in {occasions} in which nothing else was wrong: it is normal from now on.");
    }

    private sealed class WatchedKey
    {
        /// <summary>Number of sessions in which nothing else was reported.</summary>
        public int Quiet { get; set; }

        /// <summary>Number of these that began with a new template.</summary>
        public int OfNewKind { get; set; }

        /// <summary>Number of sessions in which something else was wrong.</summary>
        public int Troubled { get; set; }

        /// <summary>Number of sessions with it.</summary>
        public int Sessions => Quiet + Troubled;

        /// <summary>Number of different minutes of the one stream.</summary>
        public int Minutes { get; set; }

        public long LastMinute { get; set; } = long.MinValue;

        /// <summary>Whether it ever came as an error.</summary>
        public bool IsSevere { get; set; }
    }
}
