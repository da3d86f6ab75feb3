using LogGuard.Diagnostics;
using LogGuard.Keys;
using LogGuard.Sequences;

namespace LogGuard.Detection;

/// <summary>
/// Templates that came with a new version of the application. The first line of each is reported, as new in that version; its
/// further lines are counted and watched for a time, by the events' timestamps. A template is normal after that time if it
/// came in several sessions until the end, never as an error, and nothing else was reported in those sessions. Any other
/// template is reported again. Only accessed by the reader.
/// </summary>
internal sealed class KeyQuarantine
{
    /// <summary>Most templates that are watched at a time; lines of further ones are reported.</summary>
    internal const int Limit = 1_000;

    /// <summary>Fewest sessions, or lines of the one stream, of a template that can be regular.</summary>
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

        // A model that is learnt now is learnt from the current version. If a saved model was learnt from an older version,
        // templates that are not in it belong to the new one.
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

    /// <summary>The application's version; null if it has none.</summary>
    public string? Version { get; }

    /// <summary>The first key that came with the version; 0 if the model was learnt from this version.</summary>
    public int FirstNewKey { get; }

    /// <summary>Increases with each change, so that the saver can tell whether the state is saved.</summary>
    public long ChangeCount { get; private set; }

    /// <summary>The state to save.</summary>
    public QuarantineState State => new(Version, FirstNewKey, [.. _keys.Values.OrderBy(key => key.Key)]);

    /// <summary>Decides how a line is treated whose template was never learnt.</summary>
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

    /// <summary>Records that something else was reported in a session: new templates in it are not quiet.</summary>
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

        // Until the end means in the second half of the time, too.
        key.HasLateSession |= _time is { } time && timestamp - key.Since >= time.Ticks / 2;
        key.Last = Math.Max(key.Last, timestamp);
        return key;
    }
}

/// <summary>How a line is treated whose template was never learnt.</summary>
internal enum QuarantineAnswer
{
    /// <summary>It is an anomaly.</summary>
    Report,

    /// <summary>It is an anomaly, as the first line of a template that is new in the application's version.</summary>
    Announce,

    /// <summary>It is counted and not reported.</summary>
    Pass,
}

/// <summary>A template that is watched, or was.</summary>
internal sealed record QuarantinedKey
{
    public required int Key { get; init; }

    /// <summary>The timestamp of its first event, in UTC ticks.</summary>
    public required long Since { get; init; }

    public long Last { get; set; }

    public long SessionCount { get; set; }

    public long LineCount { get; set; }

    /// <summary>Whether it came as an error, or in a session in which something else was reported.</summary>
    public bool IsTroubled { get; set; }

    /// <summary>Whether it came in the second half of the time.</summary>
    public bool HasLateSession { get; set; }

    /// <summary>Whether it is reported again, because it was not normal at the end of the time.</summary>
    public bool IsReported { get; set; }
}

/// <summary>The application's version and its new templates, as saved in a snapshot.</summary>
internal sealed record QuarantineState(string? Version, int FirstNewKey, QuarantinedKey[] Keys);
