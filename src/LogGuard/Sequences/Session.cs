namespace LogGuard.Sequences;

/// <summary>One open session as the reader knows it. Only touched by the reader; pooled.</summary>
internal sealed class Session
{
    private readonly int[] _window;
    private List<int>? _keys;
    private SessionHistory _history;
    private SessionPast _past;

    public Session(int windowSize, HistoryBudget? budget = null)
    {
        _window = new int[windowSize];
        _history = new SessionHistory(budget ?? new HistoryBudget());
    }

    /// <summary>What its events have in common.</summary>
    public SessionId Id { get; private set; }

    /// <summary>Number of events so far.</summary>
    public long Length { get; private set; }

    /// <summary>When its last event came, in the tracker's <see cref="SessionTracker.PassedTime"/>.</summary>
    public long LastActivity { get; set; }

    /// <summary>The drop stamp of its last event.</summary>
    public int DropStamp { get; set; }

    /// <summary>Whether some of its events may have been dropped: its counts and its end say nothing then.</summary>
    public bool HasHole { get; private set; }

    /// <summary>Whether values of some of its events could not be read, and were not judged.</summary>
    public bool MissesValues { get; set; }

    /// <summary>Windows are not judged before the session has this length: they hold a hole or an anomaly until then.</summary>
    public long JudgedFrom { get; private set; }

    /// <summary>Number of anomalies raised in it, those of values included.</summary>
    public int RaisedCount { get; set; }

    /// <summary>Number of causes that were alerted about because of it.</summary>
    public int OpenedAlerts { get; set; }

    /// <summary>Number of anomalies raised in it.</summary>
    public int AnomalyCount { get; set; }

    /// <summary>Number of them that only said that a template is new in the application's version.</summary>
    public int AnnouncementCount { get; set; }

    /// <summary>Number of them that were raised before the part that is being collected.</summary>
    public int AnomaliesBeforePart { get; set; }

    /// <summary>Its number among the sessions that were opened, from 1; 0 where nobody counts.</summary>
    public long Number { get; set; }

    /// <summary>The last event; kept so that an anomaly at the session's end can show it.</summary>
    public LogRecord LastRecord { get; set; }

    /// <summary>How often each key occurred.</summary>
    public KeyCounts Counts { get; } = new();

    /// <summary>The last keys, oldest first, length = window size; starts as all <see cref="Boundary.Start"/>.</summary>
    public ReadOnlySpan<int> Window => _window;

    /// <summary>All of its events, where they are few enough; to place an anomaly in a workflow.</summary>
    public ref SessionHistory History => ref _history;

    /// <summary>
    /// What it went through; null where that cannot be said, because of a hole, or would never be the same twice: the one
    /// stream.
    /// </summary>
    public SessionPast? Past => HasHole || Id.IsStream ? null : _past;

    /// <summary>Whether <see cref="TakeKeys"/> was called before: what it holds now is a later part of the session.</summary>
    public bool IsContinued { get; private set; }

    /// <summary>Number of keys collected since the last <see cref="TakeKeys"/>.</summary>
    public int CollectedCount => _keys?.Count ?? 0;

    /// <summary>Neighbours in the tracker's order of last activity.</summary>
    internal Session? Older { get; set; }

    internal Session? Newer { get; set; }

    /// <summary>Makes a pooled session ready for a new id.</summary>
    public void Open(SessionId id, bool collects)
    {
        Id = id;
        Length = 0;
        LastActivity = long.MinValue;
        DropStamp = 0;
        HasHole = false;
        MissesValues = false;
        JudgedFrom = 0;
        AnomalyCount = 0;
        AnnouncementCount = 0;
        RaisedCount = 0;
        OpenedAlerts = 0;
        AnomaliesBeforePart = 0;
        Number = 0;
        LastRecord = default;
        IsContinued = false;
        _past = default;
        Counts.Clear();
        _history.Clear();
        _window.AsSpan().Fill(Boundary.Start);
        _keys = collects ? _keys ?? [] : null;
        _keys?.Clear();
    }

    /// <summary>Adds an event's key at the end.</summary>
    /// <param name="key">The key.</param>
    /// <param name="timestamp">When it happened, in UTC ticks.</param>
    public void Append(int key, long timestamp = 0)
    {
        _window.AsSpan(1).CopyTo(_window);
        _window[^1] = key;
        Length++;
        Counts.Increment(key);
        _past = _past.Then(key);
        _keys?.Add(key);
        _history.Add(key, timestamp);
    }

    /// <summary>Leaves windows unjudged until the last event has moved out of them.</summary>
    public void SkipWindow(int windowSize) => JudgedFrom = Length + windowSize;

    /// <summary>
    /// Notes that events may be missing between the last event and the next. A session with a hole is not learnt from;
    /// the one stream, which may never end, goes on being collected behind it, as a part of its own.
    /// </summary>
    public void MarkHole(int windowSize)
    {
        HasHole = true;
        _history.Break();
        SkipWindow(windowSize);
        if (Id.IsStream)
        {
            _keys?.Clear();
            IsContinued = true;
        }
        else
        {
            _keys = null;
        }
    }

    /// <summary>Gives the keys collected so far as a part of the session, and goes on collecting behind it.</summary>
    /// <param name="atEnd">Whether the session ends here.</param>
    /// <returns>Null where nothing was collected, or a hole makes it worthless.</returns>
    public LogKeySequence? TakeKeys(bool atEnd)
    {
        if (_keys is null || _keys.Count == 0)
        {
            return null;
        }

        var part = new LogKeySequence([.. _keys], HasStart: !IsContinued, HasEnd: atEnd);
        _keys.Clear();
        IsContinued = true;
        return part;
    }

    /// <summary>Whether its keys are collected.</summary>
    public bool IsCollecting => _keys is not null;

    /// <summary>Collects keys from here on, as a later part of the session.</summary>
    public void ResumeCollecting()
    {
        _keys = [];
        IsContinued = true;
        AnomaliesBeforePart = AnomalyCount;
    }

    /// <summary>Stops collecting keys, once they are learnt from.</summary>
    public void StopCollecting() => _keys = null;
}
