using LogGuard.Alerts;
using LogGuard.Detection;
using LogGuard.Diagnostics;
using LogGuard.Keys;
using LogGuard.Learning.Collecting;
using LogGuard.Learning.Cycle;
using LogGuard.Learning.Snapshots;
using LogGuard.Learning.Training;
using LogGuard.Parsing;
using LogGuard.Sequences;

namespace LogGuard.Pipeline;

/// <summary>
/// Works off each event: finds its session, judges or collects it, and ends sessions that are over. Only touched by the reader.
/// </summary>
internal sealed class EventProcessor
{
    // With this many new windows in the last batch of events, the next one is worth looking through beforehand.
    private const int WorthwhileMisses = 4;

    // With more sessions open than this, the last line of each is not kept for an anomaly at its end, which shows the
    // template then: a hundred thousand log events would take as much memory as all else together.
    private const int SessionsWithLines = 10_000;

    private readonly EventQueue _queue;
    private readonly AnomalyDispatcher _dispatcher;
    private readonly FeedbackMarks _feedback;
    private readonly AlertService? _alerts;
    private readonly AnomalyExplainer _explainer;
    private readonly EventValues _values;
    private readonly ValueRecorder _recorder;
    private readonly HashSet<int> _closingKeys;
    private readonly KeyResolver _resolver;
    private readonly DropTracker _drops;
    private readonly SessionTracker _tracker;
    private readonly Dictionary<SessionId, int[]> _windowsAhead = [];
    private readonly Stack<int[]> _spareWindows = [];
    private readonly int _windowSize;
    private readonly bool _keepsRecent;

    public EventProcessor(EventProcessorParts parts)
    {
        var (options, vocabulary) = (parts.Options, parts.Vocabulary);
        _queue = parts.Queue;
        _dispatcher = parts.Dispatcher;
        _feedback = parts.Feedback;
        _alerts = parts.Alerts;
        _values = new EventValues(options.Session.Property, () => Counters.ValuesMissed++);
        _explainer = new AnomalyExplainer(vocabulary, options.ExpectedStepLimit);

        // One that finds no room in the vocabulary is the unknown key, which many other templates are, too.
        _closingKeys = [.. options.Session.ClosingTemplates.Select(vocabulary.GetOrAdd).Where(key => key != LogKey.Unknown)];
        _drops = new DropTracker(options.Session.IdleTimeout);

        // Wide enough for a saved model's windows, and for the recent steps that an anomaly shows.
        _windowSize = Math.Max(options.Model.WindowSize, parts.Snapshot?.Model?.WindowSize ?? 0);
        _tracker = new SessionTracker(_windowSize, options.Session.OpenLimit, options.Session.IdleTimeout, options.TimeProvider)
        {
            Collects = parts.Snapshot?.Model is null,
        };
        Learning = new LearningCycle(
            options, vocabulary, parts.Trainer, parts.Store, parts.Snapshot, parts.Feedback, parts.MinedKeys, parts.Diagnostics)
        {
            PostToReader = command => parts.Queue.PostAsync(command).AsTask().GetAwaiter().GetResult(),
            OnCollecting = SwitchCollecting,
        };
        _recorder = new ValueRecorder(Learning, _values);
        _resolver = new KeyResolver(
            vocabulary, parts.TextGroups is { } groups ? new TextKeys(vocabulary, groups, _closingKeys) : null, () => MergeKeys(vocabulary),
            parts.Diagnostics, showsTexts: options.Capture.Values == CapturedValues.All);
        MergeKeys(vocabulary);
        _tracker.Wants = () => Learning.State == DetectorState.Detecting && Learning.Recent.Wants();
        _keepsRecent = options.Training.RecentSessions > 0;
        CountSessions();
    }

    /// <summary>The latest event time so far, in UTC ticks; <see cref="long.MinValue"/> before the first event.</summary>
    public long EventTime => _tracker.EventTime;

    /// <summary>Has the open sessions go by other limits from now on.</summary>
    public void SetLimits(SessionOptions options)
    {
        _drops.IdleTimeout = options.IdleTimeout;
        _tracker.SetLimits(options.OpenLimit, options.IdleTimeout);
    }

    /// <summary>Number of keys that sessions keep for their windows.</summary>
    public int WindowSize => _windowSize;

    public ReaderCounters Counters { get; } = new();

    public LearningCycle Learning { get; }

    /// <summary>Sets the keys of events that come without one, or whose keys were merged. Before all else.</summary>
    public void ResolveKeys(Span<LogRecord> records) => _resolver.Resolve(records);

    /// <summary>
    /// Looks through events that are about to be processed for windows that were never judged, and has all of them
    /// judged in one prediction. Changes no verdict: it only fills the memory of verdicts. Does nothing while most
    /// windows are known, which is nearly always.
    /// </summary>
    public void LookAhead(ReadOnlySpan<LogRecord> records)
    {
        if (Learning is not { State: DetectorState.Detecting, Model.Batched: { } batched } || batched.TakeMissCount() < WorthwhileMisses)
        {
            return;
        }

        foreach (ref readonly var record in records)
        {
            if (record.Key == LogKey.Command)
            {
                continue;
            }

            if (!_windowsAhead.TryGetValue(record.Session, out var window))
            {
                window = _spareWindows.TryPop(out var spare) ? spare : new int[_windowSize];
                if (_tracker.TryGet(record.Session, out var session))
                {
                    session.Window.CopyTo(window);
                }
                else
                {
                    window.AsSpan().Fill(Boundary.Start);
                }

                _windowsAhead.Add(record.Session, window);
            }

            batched.Prepare(window, record.Key);
            window.AsSpan(1).CopyTo(window);
            window[^1] = record.Key;
        }

        batched.JudgePrepared();
        foreach (var window in _windowsAhead.Values)
        {
            _spareWindows.Push(window);
        }

        _windowsAhead.Clear();
    }

    /// <summary>Works off one event.</summary>
    public void Process(in LogRecord record)
    {
        // Before, since the session of this event may be one of those that were idle; behind, since it may be one too many.
        var timestamp = _tracker.Advance(record.Timestamp);
        if (_alerts is not null && _tracker.EventTime >= _alerts.DueAt)
        {
            _alerts.Advance(_tracker.EventTime);
        }

        EndDue();
        var session = _tracker.GetOrOpen(record.Session, timestamp);
        EndDue();

        var model = Learning.State == DetectorState.Detecting ? Learning.Model : null;
        var hasHole = _drops.HasHoleBefore(session, record, _tracker.PassedTime);
        var elapsed = hasHole ? double.NaN : SecondsSinceLast(session, record);
        if (hasHole)
        {
            if (session.Id.IsStream)
            {
                // What came before the hole is whole in itself, and a stream has no other end.
                Learning.Collector?.OnInterrupted(session);
            }

            session.MarkHole(session.Window.Length);
        }

        session.DropStamp = record.DropStamp;
        Counters.UnknownKeys += record.Key == LogKey.Unknown ? 1 : 0;

        var hidesWindow = model is not null && Judge(model, session, record, elapsed, timestamp);
        session.Append(record.Key, timestamp);
        var isLineKept = KeepLast(session, record);
        if (hidesWindow)
        {
            session.SkipWindow(model!.WindowSize);
        }

        Learning.Collector?.OnEvent(session, record, timestamp);
        _recorder.Collect(record, elapsed);
        if (model is not null && _keepsRecent)
        {
            if (session.Id.IsStream && !session.IsCollecting)
            {
                // It was there before the model was, and may never end.
                session.ResumeCollecting();
            }

            Learning.Recent.OnEvent(session);
        }

        if (!isLineKept)
        {
            record.ReleaseLine();
        }

        if (_closingKeys.Contains(record.Key))
        {
            End(session);
        }
    }

    /// <summary>Takes note of an event that nobody will work off: its session, if it is open, is not whole.</summary>
    public void LeaveBehind(in LogRecord record)
    {
        // What is learnt from is learnt up to here; what is judged must not be judged by an end that is none.
        if (Learning.State == DetectorState.Detecting && _tracker.TryGet(record.Session, out var session))
        {
            session.MarkHole(session.Window.Length);
        }
    }

    /// <summary>Ends all open sessions.</summary>
    public void EndAll()
    {
        while (_tracker.TryGetOldest(out var session))
        {
            End(session);
        }
    }

    /// <summary>Ends one session, if it is open.</summary>
    public void End(SessionId id)
    {
        if (_tracker.TryGet(id, out var session))
        {
            End(session);
        }
    }

    /// <summary>Time goes on without events.</summary>
    /// <param name="silence">How long there was none.</param>
    public void PassTime(TimeSpan silence)
    {
        if (_alerts is not null && _tracker.EventTime != long.MinValue)
        {
            _alerts.Advance(_tracker.EventTime + silence.Ticks);
        }
    }

    /// <summary>Starts the training if enough is collected.</summary>
    public void TrainIfEnough() => Learning.TrainIfEnough(_tracker.EventTime);

    /// <summary>Judges or keeps the open sessions, and saves what is not saved yet.</summary>
    public void Finish()
    {
        if (Learning.Collector is { } collector)
        {
            foreach (var session in _tracker.All())
            {
                collector.OnInterrupted(session);
            }
        }
        else
        {
            EndAll();
        }

        Learning.Finish();
        _alerts?.Finish();
        Counters.OpenSessions = 0;
    }

    /// <summary>Writes the counters of sessions.</summary>
    public void CountSessions()
    {
        Counters.OpenSessions = _tracker.OpenCount;
        if (Learning.Collector is { } collector)
        {
            Counters.SessionsCollected = collector.Corpus.Count;
        }
    }

    // By the events' own clock. A session's first line follows none.
    private static double SecondsSinceLast(Session session, in LogRecord record) =>
        session.Length == 0 ? double.NaN : Math.Max(0, (record.Timestamp - session.LastRecord.Timestamp) / (double)TimeSpan.TicksPerSecond);

    // Whether windows with the event say nothing.
    private bool Judge(SessionModel model, Session session, in LogRecord record, double elapsed, long timestamp)
    {
        Counters.Scored++;
        var isAnomalous = model.IsAnomalous(session, record, elapsed, _values, out var verdict);
        if (isAnomalous)
        {
            Raise(model, session, record, verdict, timestamp);
        }

        var isOutOfPlace = isAnomalous && verdict.ExplainsSession;
        if (!isOutOfPlace)
        {
            _recorder.Keep(record, elapsed);
        }

        return isOutOfPlace || verdict.HidesWindow;
    }

    // From here on the line is the session's, which lets go of the one before.
    private bool KeepLast(Session session, in LogRecord record)
    {
        var isLineKept = _tracker.OpenCount <= SessionsWithLines;
        var before = session.LastRecord;
        session.LastRecord = isLineKept ? record : record with { Line = null };
        before.ReleaseLine();
        return isLineKept;
    }

    private void EndDue()
    {
        while (_tracker.TryGetDue(out var session))
        {
            End(session);
        }
    }

    private void End(Session session)
    {
        try
        {
            if (_queue.Dropped > 0 && _queue.StampOf(session.Id) != session.DropStamp)
            {
                session.MarkHole(session.Window.Length);
            }

            if (Learning is { State: DetectorState.Detecting, Model: { } model })
            {
                if (model.IsEndAnomalous(session, out var verdict))
                {
                    Raise(session, _explainer.ExplainEnd(model, session, verdict));
                    Learning.Quarantine.OnReported(session);
                }

                Learning.Recent.OnEnd(session);
            }

            Learning.Collector?.OnEnd(session);
        }
        finally
        {
            try
            {
                _alerts?.OnEnd(session);
            }
            finally
            {
                _tracker.Close(session);
                Counters.SessionsClosed++;
            }
        }

        TrainIfEnough();
    }

    private void Raise(SessionModel model, Session session, in LogRecord record, in Verdict verdict, long timestamp)
    {
        var answer = verdict.Kind == AnomalyKind.UnknownKey ? Learning.Quarantine.Ask(session, record, timestamp) : QuarantineAnswer.Report;
        if (answer == QuarantineAnswer.Pass)
        {
            Counters.Quarantined++;
            return;
        }

        var anomaly = _explainer.Explain(model, session, record, verdict);
        if (!verdict.ExplainsSession)
        {
            Post(session, anomaly);
            return;
        }

        if (answer == QuarantineAnswer.Announce)
        {
            var version = Learning.Quarantine.Version;
            anomaly = anomaly with
            {
                NewInVersion = version,
                Reason = $"this line is new in version {version} of the application: {anomaly.Reason}. It is reported once, and watched",
            };
        }

        Raise(session, anomaly);
        if (answer == QuarantineAnswer.Announce)
        {
            session.AnnouncementCount++;
        }
        else
        {
            Learning.Quarantine.OnReported(session);
        }
    }

    private void Raise(Session session, Anomaly anomaly)
    {
        session.AnomalyCount++;
        Post(session, anomaly);
    }

    private void Post(Session session, Anomaly anomaly)
    {
        Counters.CountAnomaly(anomaly.Kind);
        _alerts?.OnAnomaly(session, anomaly);

        // First remembered: it may be answered by its id as soon as it is delivered.
        _feedback.Remember(anomaly);
        _dispatcher.Post(anomaly);
        _alerts?.Alert(session, anomaly, _tracker.EventTime);
    }

    private void MergeKeys(LogKeyVocabulary vocabulary)
    {
        if (vocabulary.HasAliases)
        {
            _feedback.MergeKeys();
            Learning.Model?.MergeKeys(vocabulary);
        }
    }

    private void SwitchCollecting(bool collects)
    {
        _tracker.Collects = collects;
        if (!collects)
        {
            // What an open session collected so far began before there was a model to judge it.
            foreach (var session in _tracker.All())
            {
                session.StopCollecting();
            }
        }
    }
}
