using LogGuard.Primitives;

namespace LogGuard.Sequences;

/// <summary>One open session. Only the reader touches it. Pooled.</summary>
internal sealed partial class Session : LruNode<Session>
{
    // Longer than nearly all sessions: 2 kB.
    private const int KeptKeys = 512;

    private readonly int[] _window;
    private List<int>? _keys;
    private ErrorKeys _errors;
    private SessionHistory _history;
    private SessionHash _past;
    private object? _lastLine;
    private LineRenderer? _lastRenderer;
    private int _lastKey;
    private int _lastPlace;
    private LogSeverity _lastSeverity;

    public Session(int windowSize, HistoryBudget? budget = null)
    {
        _window = new int[windowSize];
        _history = new SessionHistory(budget ?? new HistoryBudget());
    }

    /// <summary>The value that its events share.</summary>
    public SessionId Id { get; private set; }

    /// <summary>Number of events so far.</summary>
    public long Length { get; private set; }

    /// <summary>The time of its last event, in the tracker's <see cref="SessionTracker.PassedTime"/>.</summary>
    public long LastActivity { get; set; }

    /// <summary>The drop stamp of its last event.</summary>
    public int DropStamp { get; set; }

    /// <summary>Whether some of its events may have been dropped: its counts and its end are not judged then.</summary>
    public bool HasHole { get; private set; }

    /// <summary>Whether the time jumped since its last event, or that event's timestamp is doubtful: the time since it may be wrong.</summary>
    public bool HasJump { get; set; }

    /// <summary>Whether values of some events could not be read and were not judged.</summary>
    public bool MissesValues { get; set; }

    /// <summary>The session's length from which on its windows are judged: until then they contain a hole or an anomaly.</summary>
    public long JudgedFrom { get; private set; }

    /// <summary>Number of anomalies raised in it, including those of values.</summary>
    public int RaisedCount { get; set; }

    /// <summary>Number of incidents that began with it.</summary>
    public int OpenedAlerts { get; set; }

    /// <summary>The highest rank of an anomaly that began one of these incidents.</summary>
    public int AlertRank { get; set; }

    /// <summary>Number of anomalies raised in it, without those of values.</summary>
    public int AnomalyCount { get; set; }

    /// <summary>Number of its anomalies that only report a template as new in the application's version.</summary>
    public int AnnouncementCount { get; set; }

    /// <summary>Number of its anomalies that report a template that was not learnt. Not saved: a restored session counts as one with others.</summary>
    public int NewLineCount { get; set; }

    /// <summary>Whether its first line was one of them.</summary>
    public bool BeginsNew { get; set; }

    /// <summary>Whether one of its lines was an error. Not saved.</summary>
    public bool HasErrors => !_errors.IsEmpty;

    /// <summary>Its reports; null if there are none. Not saved.</summary>
    public SessionReports? Reports { get; set; }

    /// <summary>Number of its anomalies raised before the part that is being collected.</summary>
    public int AnomaliesBeforePart { get; set; }

    /// <summary>The different keys that came at level Error or above.</summary>
    public int[] Errors => _errors.ToArray();

    /// <summary>Whether the levels of some of its lines are not known: it was restored.</summary>
    public bool MissesLevels { get; private set; }

    /// <summary>Its number among the sessions that were opened, from 1; 0 if they are not counted.</summary>
    public long Number { get; set; }

    /// <summary>When its root activity stopped, in the tracker's <see cref="SessionTracker.PassedTime"/>; the maximum while it may run.</summary>
    public long EndsAfter { get; set; } = long.MaxValue;

    /// <summary>Whether <see cref="EndingSessions"/> has an entry for it.</summary>
    public bool IsWaitingForEnd { get; set; }

    /// <summary>Whether it had ended, and was judged and learnt, before a late line opened it again. Its end is not judged again.</summary>
    public bool IsReopened { get; private set; }

    /// <summary>
    /// Where it was saved, while no event has continued it since a restart: 0 if it was not restored or has been continued,
    /// the number of its text log, or <see cref="RestoredInProcess"/>.
    /// </summary>
    public int RestoredFrom { get; set; }

    /// <summary>The last event, which an anomaly at the session's end shows.</summary>
    public LogRecord LastRecord =>
        new(_lastKey, _lastSeverity, DropStamp, Id, LastTimestamp, _lastLine, _lastRenderer) { PlaceInLine = _lastPlace };

    /// <summary>The timestamp of the last event, in UTC ticks.</summary>
    public long LastTimestamp { get; private set; }

    /// <summary>Whether the line of the last event is kept.</summary>
    public bool HasLine => _lastLine is not null;

    /// <summary>The bytes of its last line that <see cref="LineBudget"/> has counted.</summary>
    public long LineBytes { get; set; }

    /// <summary>Whether <see cref="LineBudget"/> has not measured its last line yet.</summary>
    public bool HasUnmeasuredLine { get; set; }

    /// <summary>The number of occurrences of each key.</summary>
    public KeyCounts Counts { get; } = new();

    /// <summary>The last keys, oldest first, length = window size. All are <see cref="Boundary.Start"/> at first.</summary>
    public ReadOnlySpan<int> Window => _window;

    /// <summary>Its events, if they are few enough, to locate an anomaly in a workflow.</summary>
    public ref SessionHistory History => ref _history;

    /// <summary>
    /// The hash of all its events. Null if a hole makes it unknown, and for the one stream, which never has the same past
    /// twice.
    /// </summary>
    public SessionHash? Past => HasHole || Id.IsStream ? null : _past;

    /// <summary>Whether <see cref="TakeKeys"/> was called: its present keys are a later part of the session.</summary>
    public bool IsContinued { get; private set; }

    /// <summary>Number of keys collected since the last <see cref="TakeKeys"/>.</summary>
    public int CollectedCount => _keys?.Count ?? 0;

    /// <summary>Makes a pooled session ready for a new id.</summary>
    public void Open(SessionId id, bool collects)
    {
        Id = id;
        Length = 0;
        LastActivity = long.MinValue;
        DropStamp = 0;
        HasHole = false;
        HasJump = false;
        MissesValues = false;
        JudgedFrom = 0;
        AnomalyCount = 0;
        AnnouncementCount = 0;
        NewLineCount = 0;
        BeginsNew = false;
        RaisedCount = 0;
        OpenedAlerts = 0;
        AlertRank = 0;
        AnomaliesBeforePart = 0;
        Number = 0;
        EndsAfter = long.MaxValue;
        IsWaitingForEnd = false;
        IsReopened = false;
        RestoredFrom = 0;
        MissesLevels = false;
        SetLast(default);
        _errors.Clear();
        Reports = null;
        IsContinued = false;
        _past = default;
        Counts.Clear();
        _history.Clear();
        _window.AsSpan().Fill(Boundary.Start);
        _keys = collects ? _keys ?? [] : null;
        _keys?.Clear();
    }

    /// <summary>Gives up memory that few sessions need, before it is kept for another one: 4 kB remain, and the history.</summary>
    public void Trim()
    {
        Counts.Trim();
        if (_keys is { Capacity: > KeptKeys })
        {
            _keys = [];
        }
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

    /// <summary>Makes an event the last one. The caller releases the line of the one before.</summary>
    public void SetLast(in LogRecord record)
    {
        (_lastKey, _lastSeverity, _lastPlace, LastTimestamp) = (record.Key, record.Severity, record.PlaceInLine, record.Timestamp);
        if (record.Severity >= LogSeverity.Error)
        {
            _errors.Add(record.Key);
        }

        // To write a reference costs more than to compare two, and these are nearly always equal.
        if (!ReferenceEquals(_lastLine, record.Line))
        {
            _lastLine = record.Line;
        }

        if (!ReferenceEquals(_lastRenderer, record.Renderer))
        {
            _lastRenderer = record.Renderer;
        }
    }

    /// <summary>Releases the line of the last event, and keeps the rest of it.</summary>
    public void ReleaseLine()
    {
        if (_lastLine is not null)
        {
            LastRecord.ReleaseLine();
            _lastLine = null;
        }
    }

    /// <summary>
    /// Continues an ended session with a late line. The order of lines across the end was not learnt, so no window across it is judged.
    /// </summary>
    public void Reopen()
    {
        IsReopened = true;
        AnomaliesBeforePart = AnomalyCount;
        _history.Break();
        SkipWindow(_window.Length);
    }

    /// <summary>Excludes windows from judgement until the last event has left them.</summary>
    public void SkipWindow(int windowSize) => JudgedFrom = Length + windowSize;

    /// <summary>
    /// Marks that events may be missing after the last event. A session with a hole is not learnt from. The one stream, which
    /// may never end, is still collected after it, as a separate part.
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

    /// <summary>Returns the keys collected so far as a part of the session, and continues with the next part.</summary>
    /// <param name="atEnd">Whether the session ends here.</param>
    /// <returns>Null if nothing was collected, or a hole makes it useless.</returns>
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

    /// <summary>Collects keys from now on, as a later part of the session.</summary>
    public void ResumeCollecting()
    {
        _keys = [];
        IsContinued = true;
        AnomaliesBeforePart = AnomalyCount;
    }

    /// <summary>Stops collecting keys once they have been learnt.</summary>
    public void StopCollecting() => _keys = null;
}
