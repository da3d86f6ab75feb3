using LogGuard.Diagnostics;
using LogGuard.Keys;
using LogGuard.Pipeline;
using LogGuard.Sequences;

namespace LogGuard.Detection;

/// <summary>
/// Templates that came with a new version of the application. The first line of each is reported, as new in that version;
/// the others are counted and watched for a time, in the events' own. One that came in several sessions all along, never
/// as an error, and whose sessions had nothing else to report is taken as normal then; any other is reported again. Only
/// touched by the reader.
/// </summary>
internal sealed class KeyQuarantine
{
    /// <summary>Most templates that are watched at a time; further ones are reported as ever.</summary>
    internal const int Limit = 1_000;

    /// <summary>Fewer sessions than this, or lines of the one stream, say nothing of regularity.</summary>
    internal const int MinimumSessions = 3;

    private readonly Dictionary<int, QuarantinedKey> _keys = [];
    private readonly TimeSpan? _time;
    private readonly LogKeyVocabulary _vocabulary;
    private readonly FeedbackMarks _feedback;
    private readonly DiagnosticLog _diagnostics;

    public KeyQuarantine(
        string? version, TimeSpan? time, QuarantineState? saved, int savedKeyCount, LogKeyVocabulary vocabulary, FeedbackMarks feedback,
        DiagnosticLog diagnostics)
    {
        _time = time;
        _vocabulary = vocabulary;
        _feedback = feedback;
        _diagnostics = diagnostics;
        Version = version;

        // A detector that learns for itself learns the version that it sees; one whose model was learnt from an older one
        // takes the templates that are not in it for that of the new one.
        var isSameVersion = saved is null || saved.Version is null || saved.Version == version;
        FirstNewKey = saved is null ? 0 : isSameVersion ? saved.FirstNewKey : savedKeyCount + 1;
        foreach (var key in saved?.Keys ?? [])
        {
            _keys.TryAdd(key.Key, key);
        }

        if (!isSameVersion)
        {
            diagnostics.Tell($"the model was learnt from version {saved!.Version} of the application, and this is {version}: templates that are new in it are reported once and watched.");
        }
    }

    /// <summary>The application's version; null where it has none.</summary>
    public string? Version { get; }

    /// <summary>Keys from here on came with the version; 0 while that is the one that was learnt.</summary>
    public int FirstNewKey { get; }

    /// <summary>Grows with each change: what is saved was saved at some number.</summary>
    public long ChangeCount { get; private set; }

    /// <summary>What is saved.</summary>
    public QuarantineState State => new(Version, FirstNewKey, [.. _keys.Values.OrderBy(key => key.Key)]);

    /// <summary>Decides what becomes of a line whose template was never learnt.</summary>
    public QuarantineAnswer Ask(Session session, in LogRecord record, long timestamp)
    {
        if (_time is not { } time || record.Key == LogKey.Unknown)
        {
            return QuarantineAnswer.Report;
        }

        if (!_keys.TryGetValue(record.Key, out var key))
        {
            if (FirstNewKey == 0 || record.Key < FirstNewKey || _keys.Count >= Limit)
            {
                return QuarantineAnswer.Report;
            }

            _keys.Add(record.Key, Note(new QuarantinedKey { Key = record.Key, Since = timestamp, Last = timestamp }, session, record, timestamp));
            ChangeCount++;
            return QuarantineAnswer.Announce;
        }

        if (key.IsReported || _feedback.IsMarkedAnomalous(record.Key))
        {
            return QuarantineAnswer.Report;
        }

        if (timestamp - key.Since < time.Ticks)
        {
            Note(key, session, record, timestamp);
            return QuarantineAnswer.Pass;
        }

        ChangeCount++;
        if (!key.IsTroubled && key.SessionCount >= MinimumSessions && key.HasLateSession)
        {
            _keys.Remove(record.Key);
            _feedback.MarkKeyNormal(record.Key);
            _diagnostics.Tell($"{Wording.Quote(_vocabulary.GetTemplate(record.Key))}, new in version {Version}, stayed quiet and regular in {Wording.Number(key.SessionCount)} sessions: it is normal from now on.");
            return QuarantineAnswer.Pass;
        }

        key.IsReported = true;
        _diagnostics.Tell($"{Wording.Quote(_vocabulary.GetTemplate(record.Key))}, new in version {Version}, is reported again: {(key.IsTroubled ? "it came as an error or in sessions that were reported" : "it came too seldom to be regular")}.");
        return QuarantineAnswer.Report;
    }

    /// <summary>Takes note that something else was reported in a session: what is new in it is not quiet.</summary>
    public void OnReported(Session session)
    {
        foreach (var (number, key) in _keys)
        {
            key.IsTroubled |= !session.Id.IsStream && session.Counts[number] > 0;
        }
    }

    private QuarantinedKey Note(QuarantinedKey key, Session session, in LogRecord record, long timestamp)
    {
        var isNewSession = session.Id.IsStream || session.Counts[record.Key] == 0;
        key.SessionCount += isNewSession ? 1 : 0;
        key.LineCount++;
        key.IsTroubled |= record.Severity >= LogSeverity.Error || (session.AnomalyCount > session.AnnouncementCount && !session.Id.IsStream);

        // All along: in the second half of its time, too.
        key.HasLateSession |= _time is { } time && timestamp - key.Since >= time.Ticks / 2;
        key.Last = Math.Max(key.Last, timestamp);
        return key;
    }
}

/// <summary>What becomes of a line whose template was never learnt.</summary>
internal enum QuarantineAnswer
{
    /// <summary>It is an anomaly.</summary>
    Report,

    /// <summary>It is one, as the first of a template that is new in the application's version.</summary>
    Announce,

    /// <summary>It is counted, and nothing is said.</summary>
    Pass,
}

/// <summary>A template that is watched.</summary>
internal sealed record QuarantinedKey
{
    public required int Key { get; init; }

    /// <summary>When it first came, in UTC ticks of the events' clock.</summary>
    public required long Since { get; init; }

    public long Last { get; set; }

    public long SessionCount { get; set; }

    public long LineCount { get; set; }

    /// <summary>Whether it came as an error, or in a session that was reported for something else.</summary>
    public bool IsTroubled { get; set; }

    /// <summary>Whether it came in the second half of its time.</summary>
    public bool HasLateSession { get; set; }

    /// <summary>Whether it was not taken as normal when its time was over.</summary>
    public bool IsReported { get; set; }
}

/// <summary>What a snapshot remembers of the application's version.</summary>
internal sealed record QuarantineState(string? Version, int FirstNewKey, QuarantinedKey[] Keys);
