using LogGuard.Sequences;

namespace LogGuard.Learning.Collecting;

/// <summary>Collects sessions until there are enough. Only accessed by the reader.</summary>
internal sealed class SessionCollector(
    TrainingOptions options, SessionCorpus corpus, LogSeverity leastSeverity, SessionCorpus? beginnings = null)
{
    /// <summary>
    /// Fewest events of the one stream to learn from after <see cref="StreamTime"/>: a step of 1 %, the largest probability that is
    /// ever unexpected, occurs once in them.
    /// </summary>
    internal const int FewestStreamEvents = 100;

    /// <summary>
    /// Events of sessions are few if they are less than this share of those of the one stream: 5 %. Then the log has no sessions
    /// to wait for.
    /// </summary>
    internal const int StreamShare = 20;

    /// <summary>Time after which a log without sessions is learnt, however few events it has: a day holds each of its hours.</summary>
    internal static readonly TimeSpan StreamTime = TimeSpan.FromDays(1);

    private readonly int _loadedCount = corpus.Count;
    private long _firstEvent = long.MaxValue;
    private long _lastNewKey = long.MinValue;
    private int _highestKey = corpus.Distinct.SelectMany(sequence => sequence.Keys).DefaultIfEmpty(0).Max();

    // Sessions end; parts of the one stream do not. A middle part of a very long session counts as one of the stream.
    private long _sessionEventCount = corpus.Order.Sum(number => corpus.Distinct[number] is { HasEnd: true } ended ? (long)ended.Keys.Length : 0);
    private readonly KeyTally _errors = new();
    private int _evictedCount;

    public SessionCorpus Corpus { get; } = corpus;

    /// <summary>The beginnings of sessions whose end is not known.</summary>
    public SessionBeginnings Beginnings { get; } = new(beginnings);

    /// <summary>The values of the events; null if they are not learnt.</summary>
    public ParameterValueCollector? Values { get; init; }

    /// <summary>Some of the sessions with their times.</summary>
    public TimedSessions Timed { get; } = new();

    /// <summary>The times between consecutive events of a session.</summary>
    public StepTimes Times { get; } = new();

    /// <summary>The usual ends of the sessions so far, and the usual error lines of those of this process.</summary>
    /// <param name="rate">The share of sessions that may be wrong, 0..1.</param>
    public SessionHabits Habits(double rate) => SessionHabits.OfEnds(Corpus, rate) with { Errors = _errors.Usual(rate) };

    /// <summary>The least severe level so far.</summary>
    public LogSeverity LeastSeverity { get; private set; } = leastSeverity;

    /// <summary>Number of events without a session so far.</summary>
    public long StreamEventCount { get; private set; } =
        corpus.Order.Sum(number => corpus.Distinct[number] is { HasEnd: false } part ? (long)part.Keys.Length : 0);

    /// <summary>Number of events in sessions so far.</summary>
    public long SessionEventCount => _sessionEventCount;

    /// <summary>Whether there is nothing to train on: a session that is still open has no end to learn, so one must have ended.</summary>
    public bool IsEmpty => Corpus.Count == 0 && StreamEventCount == 0;

    /// <summary>Whether a time has passed since the first event, by the events' timestamps.</summary>
    public bool HasLasted(TimeSpan span, long eventTime) => IsOver(span, _firstEvent, eventTime);

    /// <summary>Whether there is enough to train on, by the events' timestamps.</summary>
    public bool IsEnough(long eventTime) =>
        Corpus.Count + _evictedCount >= options.SessionCount
        || Corpus.EventCount + Beginnings.EventCount >= options.EventCount
        || (HasSome && IsOver(options.Duration, _firstEvent, eventTime))
        || (HasSome && IsOver(options.QuietTime, _lastNewKey, eventTime))
        || IsEnoughOfStream(eventTime);

    /// <summary>Called after an event was added to its session.</summary>
    /// <param name="session">The session.</param>
    /// <param name="record">The event.</param>
    /// <param name="timestamp">When it happened, in UTC ticks.</param>
    /// <param name="elapsedSeconds">Seconds since the session's previous event; NaN if there is none.</param>
    public void OnEvent(Session session, in LogRecord record, long timestamp, double elapsedSeconds = double.NaN)
    {
        _firstEvent = Math.Min(_firstEvent, timestamp);
        LeastSeverity = (LogSeverity)Math.Min((int)LeastSeverity, (int)record.Severity);

        // Keys are assigned in order of their first occurrence, so a new key is the highest.
        if (record.Key > _highestKey)
        {
            _highestKey = record.Key;
            _lastNewKey = timestamp;
        }

        if (session.Id.IsStream)
        {
            StreamEventCount++;
        }
        else
        {
            _sessionEventCount++;
            Times.Add(elapsedSeconds);
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

    /// <summary>
    /// Adds what another detector has collected since both began with the same sessions. Its times and values, of which only samples
    /// are kept, are not joined.
    /// </summary>
    /// <param name="other">Its sessions, those of the beginning included.</param>
    /// <param name="beginnings">Its beginnings of sessions; null if there are none.</param>
    /// <param name="keyOf">Returns this detector's key of one of the other's.</param>
    public void Join(SessionCorpus other, SessionCorpus? beginnings, Func<int, int> keyOf)
    {
        var sessions = other.WithKeys(keyOf);
        var common = 0;
        while (common < Math.Min(_loadedCount, sessions.Count) && sessions[common].Equals(Corpus[common]))
        {
            common++;
        }

        foreach (var number in sessions.Order.Skip(common))
        {
            var sequence = sessions.Distinct[number];
            Add(sequence);
            _sessionEventCount += sequence.HasEnd ? sequence.Keys.Length : 0;
            StreamEventCount += sequence.HasEnd ? 0 : sequence.Keys.Length;
            _highestKey = Math.Max(_highestKey, sequence.Keys.DefaultIfEmpty(0).Max());
        }

        if (beginnings is not null)
        {
            Beginnings.Join(beginnings.WithKeys(keyOf));
        }
    }

    /// <summary>Takes the keys of a session that has ended.</summary>
    public void OnEnd(Session session)
    {
        // A pause of the one stream is no end: the next event continues it.
        if (session.Id.IsStream)
        {
            Timed.AddRest(session.History);
            Add(session.TakeKeys(atEnd: false));
            return;
        }

        Timed.Add(session.History);
        if (!session.MissesLevels)
        {
            _errors.Add(session.Errors);
        }

        Add(session.TakeKeys(atEnd: true));
    }

    /// <summary>Takes the keys so far of a session that is still open, because no more events will follow in this process.</summary>
    public void OnInterrupted(Session session) => Add(session.TakeKeys(atEnd: false));

    /// <summary>Takes the keys of a session up to an event that was lost.</summary>
    public void OnHole(Session session)
    {
        if (session.Id.IsStream)
        {
            // The part before the hole is complete in itself, and a stream never ends otherwise.
            Add(session.TakeKeys(atEnd: false));
        }
        else
        {
            TakeBeginning(session);
        }
    }

    /// <summary>Takes the keys of a session that was ended between two events, because too many were open.</summary>
    public void OnEvicted(Session session)
    {
        _evictedCount++;
        OnHole(session);
    }

    /// <summary>Takes the keys so far of a session that is still open when the training starts.</summary>
    public void OnStillOpen(Session session) => TakeBeginning(session);

    private bool HasSome => Corpus.Count >= 2 || StreamEventCount >= FewestStreamEvents;

    // A log whose lines have no sessions would wait for them forever.
    private bool IsEnoughOfStream(long eventTime) =>
        _sessionEventCount * StreamShare <= StreamEventCount
        && (StreamEventCount >= options.StreamEventCount
            || (StreamEventCount >= FewestStreamEvents && IsOver(options.Duration ?? StreamTime, _firstEvent, eventTime)));

    private void TakeBeginning(Session session) => Beginnings.Add(session.TakeKeys(atEnd: false), session.Id.IsStream);

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
