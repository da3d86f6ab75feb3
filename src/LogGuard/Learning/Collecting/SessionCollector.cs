using LogGuard.Sequences;

namespace LogGuard.Learning.Collecting;

/// <summary>Collects sessions until there are enough. Only accessed by the reader.</summary>
internal sealed class SessionCollector(TrainingOptions options, SessionCorpus corpus, LogSeverity leastSeverity)
{
    private long _firstEvent = long.MaxValue;
    private long _lastNewKey = long.MinValue;
    private int _highestKey = corpus.Distinct.SelectMany(sequence => sequence.Keys).DefaultIfEmpty(0).Max();

    public SessionCorpus Corpus { get; } = corpus;

    /// <summary>The values of the events; null if they are not learnt.</summary>
    public ParameterValueCollector? Values { get; init; }

    /// <summary>Some of the sessions with their times.</summary>
    public TimedSessions Timed { get; } = new();

    /// <summary>The least severe level so far.</summary>
    public LogSeverity LeastSeverity { get; private set; } = leastSeverity;

    /// <summary>Whether there is enough to train on, by the events' timestamps.</summary>
    public bool IsEnough(long eventTime) =>
        Corpus.Count >= options.SessionCount
        || Corpus.EventCount >= options.EventCount
        || (Corpus.Count >= 2 && IsOver(options.Duration, _firstEvent, eventTime))
        || (Corpus.Count >= 2 && IsOver(options.QuietTime, _lastNewKey, eventTime));

    /// <summary>Called after an event was added to its session.</summary>
    public void OnEvent(Session session, in LogRecord record, long timestamp)
    {
        _firstEvent = Math.Min(_firstEvent, timestamp);
        LeastSeverity = (LogSeverity)Math.Min((int)LeastSeverity, (int)record.Severity);

        // Keys are assigned in order of their first occurrence, so a new key is the highest.
        if (record.Key > _highestKey)
        {
            _highestKey = record.Key;
            _lastNewKey = timestamp;
        }

        if (session.History.IsFullOfNew)
        {
            Timed.AddPart(session.History);
        }

        if (session.CollectedCount >= options.SessionLengthLimit)
        {
            Add(session.TakeKeys(atEnd: false));
        }
    }

    /// <summary>Takes the keys of a session that has ended.</summary>
    public void OnEnd(Session session)
    {
        Timed.Add(session.History);
        Add(session.TakeKeys(atEnd: true));
    }

    /// <summary>Takes the keys so far of a session that is still open, because no more events will follow.</summary>
    public void OnInterrupted(Session session) => Add(session.TakeKeys(atEnd: false));

    private void Add(LogKeySequence? sequence)
    {
        if (sequence is not null)
        {
            Corpus.Add(sequence);
        }
    }

    private static bool IsOver(TimeSpan? span, long since, long eventTime) =>
        span is { } enough && since is not (long.MaxValue or long.MinValue) && eventTime - since >= enough.Ticks;
}
