using System.Runtime.CompilerServices;
using LogGuard.Alerts;
using LogGuard.Detection;
using LogGuard.Detection.Questions;
using LogGuard.Diagnostics;
using LogGuard.Keys;
using LogGuard.Learning.Collecting;
using LogGuard.Learning.Cycle;
using LogGuard.Learning.Snapshots;
using LogGuard.Learning.Training;
using LogGuard.Parsing;
using LogGuard.Primitives;
using LogGuard.Sequences;

namespace LogGuard.Pipeline;

/// <summary>
/// Processes each event: finds its session, judges or collects it, and ends sessions that are over. Only the reader uses it.
/// </summary>
internal sealed partial class EventProcessor
{
    // If more sessions are open than this, their last lines are not kept, and an anomaly at a session's end shows the template
    // instead. A hundred thousand kept log events would take as much memory as the rest of the detector.
    private const int SessionsWithLines = 10_000;

    private readonly EventQueue _queue;
    private readonly AnomalyDispatcher _dispatcher;
    private readonly FeedbackMarks _feedback;
    private readonly AlertService? _alerts;
    private readonly AnomalyExplainer _explainer;
    private readonly RateQuestion? _rates;
    private readonly EventValues _values;
    private readonly ValueRecorder _recorder;
    private readonly KeySet _closingKeys = new();
    private readonly PropertyKeys? _properties;
    private TemplateShareAdvisor? _shares;
    private readonly KeyResolver _resolver;
    private readonly DropTracker _drops;
    private readonly SessionTracker _tracker;
    private readonly WindowScanner _scanner;
    private readonly EventTimeline _timeline;
    private readonly DiagnosticLog _diagnostics;
    private readonly KeySet _firstKeys = new();
    private readonly int _windowSize;
    private readonly bool _keepsRecent;
    private readonly LogKeyVocabulary _vocabulary;
    private readonly LifetimeLines _lifetimeLines;
    private readonly ColdStart _coldStart;
    private readonly Func<Session, bool> _hasUsualCounts;
    private readonly Func<Session, (int Key, int Partner), bool> _hasUsualCountsBeside;
    private readonly Func<int, bool> _hasCome;
    private long _openedBefore;
    private long _idleTicks;
    private int _stateLength;

    public EventProcessor(EventProcessorParts parts)
    {
        var (options, vocabulary) = (parts.Options, parts.Vocabulary);
        _queue = parts.Queue;
        _dispatcher = parts.Dispatcher;
        _feedback = parts.Feedback;
        _alerts = parts.Alerts;
        _vocabulary = vocabulary;
        _lifetimeLines = new LifetimeLines(vocabulary);
        _hasUsualCounts = session => Learning!.Model?.Find<CountsQuestion>()?.Counts.IsUnusual(session.Counts, out _) != true;
        _hasUsualCountsBeside = (session, keys) => Learning!.Model?.Find<CountsQuestion>()?.HasUsualCountsBeside(session, _feedback, keys) != false;
        _hasCome = HasCome;
        _coldStart = new ColdStart(options.Values, options.TimeProvider);
        var process = (Number: (ulong)options.TimeProvider.GetUtcNow().UtcTicks, Version: options.Version is { } version ? StableHash.Of(version) : 0);
        _values = new EventValues(options.Session.Property, () => Counters.ValuesMissed++, process) { ReadsTexts = options.Values.TextSets };
        _explainer = new AnomalyExplainer(vocabulary, options.ExpectedStepLimit, options.ServiceName, options.ShownVersion, options.AddedQuestions.Exists(added => added is LogModelSource));

        // A template that does not fit into the vocabulary gets the unknown key, which other templates share.
        _closingKeys.Add(options.Session.ClosingTemplates.Select(vocabulary.GetOrAdd));
        _properties = parts.Properties;
        _shares = new TemplateShareAdvisor(vocabulary, options, parts.Diagnostics);
        _idleTicks = options.Session.IdleTimeout.Ticks;
        _drops = new DropTracker(options.Session.IdleTimeout);

        // Large enough for the windows of a saved model and for the recent steps that an anomaly shows.
        _windowSize = Math.Max(Math.Max(options.Model.WindowSize, AddedWindow(options)), parts.Snapshot?.Model?.WindowSize ?? 0);
        _tracker = new SessionTracker(_windowSize, options.Session.OpenLimit, options.Session.IdleTimeout, options.TimeProvider)
        {
            Collects = parts.Snapshot?.Model is null,
        };
        _scanner = new WindowScanner(_tracker, _windowSize);
        _tracker.Ending.Delay = options.Session.ActivityEndDelay.Ticks;
        _diagnostics = parts.Diagnostics;
        Awake = new AwakeClock(options.TimeProvider, EventReader.LongestTurn);
        Lag = new LagMeter(options.TimeProvider);
        _timeline = new EventTimeline(_tracker, Awake);
        _rates = options is not { Rates.Enabled: true, Detector: DetectorKind.Default } ? null : new RateQuestion(
            options, parts.Feedback, new RateExplainer(vocabulary, _explainer), parts.Snapshot?.Rates,
            (() => _queue.Dropped, () => _queue.Count), Post);
        Learning = new LearningCycle(
            options, vocabulary, parts.Trainer, parts.Store, parts.Snapshot, parts.Feedback, parts.MinedKeys, parts.Diagnostics, _rates)
        {
            PostToReader = parts.Queue.Post,
            OnCollecting = SwitchCollecting,
        };
        _recorder = new ValueRecorder(Learning, _values);
        _resolver = new KeyResolver(
            vocabulary, parts.TextGroups is { } groups ? new TextKeys(vocabulary, groups, _closingKeys, IsTrained) : null, () => MergeKeys(vocabulary),
            parts.Diagnostics, showsTexts: options.Capture.Values == CapturedValues.All);
        MergeKeys(vocabulary);
        Learning.Renamed.OnMerged = () => MergeKeys(vocabulary);
        _warm = BeginWarm(parts);
        _buildTemplates = BuildTemplatesOf(parts);
        _tracker.Wants = () => Learning.State == DetectorState.Detecting && Learning.Recent.Wants();
        _keepsRecent = options.Training.RecentSessions > 0;
        CountSessions();
    }

    private static int AddedWindow(AnomalyDetectorOptions options) =>
        options.AddedQuestions.Cast<IQuestionSource>().Select(source => source.WindowSize).DefaultIfEmpty().Max();

    /// <summary>Measures the time for which the reader has run.</summary>
    public AwakeClock Awake { get; }

    /// <summary>Measures for how long the events have been queued.</summary>
    public LagMeter Lag { get; }

    /// <summary>The latest event time, in UTC ticks; <see cref="long.MinValue"/> before the first event.</summary>
    public long EventTime => _tracker.EventTime;

    /// <summary>Changes the limits of sessions. They apply to open sessions, too.</summary>
    public void SetLimits(SessionOptions options)
    {
        _idleTicks = options.IdleTimeout.Ticks;
        _drops.IdleTimeout = options.IdleTimeout;
        _tracker.SetLimits(options.OpenLimit, options.IdleTimeout);
        _tracker.Ending.Delay = options.ActivityEndDelay.Ticks;
    }

    /// <summary>The number of keys in the window that each session keeps.</summary>
    public int WindowSize => _windowSize;

    public ReaderCounters Counters { get; } = new();

    /// <summary>How often each key came.</summary>
    public KeyUsage Usage { get; } = new();

    public LearningCycle Learning { get; }

    /// <summary>Sets the keys of events that have none, or whose keys were merged. Must run before any other processing.</summary>
    public void ResolveKeys(Span<LogRecord> records)
    {
        _resolver.Resolve(records);
        if (Learning.Renamed.HasAny)
        {
            Learning.Renamed.Resolve(records);
        }
    }

    /// <summary>Judges the windows of a batch that have no cached verdict in one batched prediction, if there are many.</summary>
    public void LookAhead(ReadOnlySpan<LogRecord> records)
    {
        if (Learning is { State: DetectorState.Detecting, Model.Batched: { } batched })
        {
            _scanner.Scan(records, batched);
        }
    }

    /// <summary>Processes one event. An event with a doubtful timestamp waits for the next one.</summary>
    public void Process(in LogRecord record)
    {
        if (_timeline.IsUsual(record.Timestamp))
        {
            Process(record, record.Timestamp, isUnsure: false);
        }
        else
        {
            ProcessUnusual(record);
        }
    }

    /// <summary>Processes events that wait, since no other will come for some time. Their timestamps are believed.</summary>
    public void ProcessHeld()
    {
        if (_timeline.IsHolding)
        {
            ProcessHeld(isBelieved: true);
        }
    }

    /// <summary>Work between two batches.</summary>
    public void EndTurn()
    {
        if (_timeline.HasHeldLong)
        {
            ProcessHeld();
        }
    }

    /// <summary>Records that events were processed in this turn of the reader.</summary>
    public void OnEvents()
    {
        if (_tracker.EventTime != long.MinValue)
        {
            Awake.OnEvents(_tracker.EventTime, _timeline.Tolerance);
        }
    }

    // NoInlining: keeps the hot method's stack frame small.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void ProcessUnusual(in LogRecord record)
    {
        if (_timeline.IsHolding && !_timeline.TryHold(record))
        {
            ProcessHeld(_timeline.IsConfirmedBy(record));
        }
        else if (_timeline.IsHolding)
        {
            return;
        }

        if (!_timeline.TryHold(record))
        {
            Process(record, record.Timestamp, _timeline.Believe(record.Timestamp));
        }
    }

    private void ProcessHeld(bool isBelieved)
    {
        foreach (var held in _timeline.Release())
        {
            if (isBelieved)
            {
                Process(held, held.Timestamp, _timeline.Believe(held.Timestamp));
            }
            else
            {
                // A line with a wrong timestamp happened between its neighbours.
                Process(held, _tracker.EventTime, isUnsure: true);
            }
        }
    }

    private void Process(in LogRecord record, long believed, bool isUnsure)
    {
        Usage.Add(record.Key, record.Timestamp);

        // Sessions end both before and after the lookup: this event's session may have been idle, and opening it may exceed the limit.
        var timestamp = _tracker.Advance(believed);
        if (_tracker.Ending.NextDue <= _tracker.PassedTime || _tracker.EventTime >= (_alerts?.DueAt ?? long.MaxValue))
        {
            RunDue();
        }

        EndDue();
        if (_lifetimeLines.Contains(record.Key, record.Severity) && !_closingKeys.Contains(record.Key))
        {
            Pass(record);
            return;
        }

        var session = _tracker.GetOrOpen(record.Session, timestamp);
        if (session.Length == 0 || session.RestoredFrom != 0)
        {
            session = Begin(session, record, timestamp);
        }

        EndDue();
        if (session.HasJump && BeginsAnew(session, record))
        {
            End(session);
            session = _tracker.GetOrOpen(record.Session, timestamp);
        }

        var elapsed = SecondsSinceLast(session, record);
        if (isUnsure || session.HasJump || _isFirstSinceRestart)
        {
            elapsed = KnownTime(session, record, elapsed, isUnsure);
        }

        if (_drops.HasHoleBefore(session, record, _tracker.PassedTime))
        {
            elapsed = double.NaN;
            LeaveHole(session);
        }

        session.DropStamp = record.DropStamp;
        Counters.UnknownKeys += record.Key == LogKey.Unknown ? 1 : 0;

        var model = Learning.State == DetectorState.Detecting ? Learning.Model : null;
        if (model is null || _shares is not null)
        {
            See(record, isLearnt: model is null);
        }

        var hidesWindow = false;
        if (model is not null)
        {
            hidesWindow = Judge(model, session, record, elapsed, timestamp, out var earlier);
            if (earlier != LogKey.Unknown)
            {
                ProcessAs(earlier, session, record, elapsed, timestamp);
                return;
            }
        }
        else if (_warm is not null)
        {
            JudgeWarm(_warm, session, record);
        }

        Take(session, record, elapsed, timestamp, model, hidesWindow);
    }

    // A line of a renamed template is one of the learnt template in everything else. NoInlining: it is rare.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void ProcessAs(int earlier, Session session, in LogRecord record, double elapsed, long timestamp)
    {
        var renamed = record with { Key = earlier };
        var model = Learning.Model!;
        Take(session, renamed, elapsed, timestamp, model, Judge(model, session, renamed, elapsed, timestamp, out _));
    }

    // Adds an event to its session after it was judged.
    private void Take(Session session, in LogRecord record, double elapsed, long timestamp, SessionModel? model, bool hidesWindow)
    {
        _rates?.Add(record, session.Length == 0, timestamp, _tracker.EventTime, judges: model is not null);
        session.Append(record.Key, timestamp);
        var isLineKept = KeepLast(session, record);
        if (hidesWindow)
        {
            session.SkipWindow(model!.WindowSize);
        }

        Learning.Collector?.OnEvent(session, record, timestamp, elapsed);
        _recorder.Collect(record, elapsed);
        if (model is not null && _keepsRecent)
        {
            if (session.Id.IsStream && !session.IsCollecting)
            {
                // The stream is older than the model and may never end.
                session.ResumeCollecting();
            }

            Learning.Recent.OnEvent(session);
        }

        if (!isLineKept)
        {
            record.ReleaseLine();
        }

        if (_closingKeys.Contains(_properties is null ? record.Key : _properties.PlainOf(record.Key)))
        {
            End(session);
        }
    }

    /// <summary>Marks the open session of an event that will not be processed as incomplete.</summary>
    public void LeaveBehind(in LogRecord record)
    {
        // While collecting, the part up to here is learnt from. While detecting, the session must not be judged as if it had ended here.
        if (Learning.State == DetectorState.Detecting && _tracker.TryGet(record.Session, out var session))
        {
            session.MarkHole(session.Window.Length);
        }
    }

    /// <summary>Releases lines of open sessions that take too much memory. Call between batches.</summary>
    /// <param name="isIdle">Whether no events came since the last call, so that there is time.</param>
    public void MeasureLines(bool isIdle)
    {
        if (isIdle)
        {
            _tracker.Lines.Measure(_tracker.OpenCount);
        }
        else
        {
            _tracker.Lines.MeasureIfMuch(_tracker.OpenCount);
        }
    }

    /// <summary>Advances time while no events arrive.</summary>
    /// <param name="silence">Time since the last event.</param>
    public void PassTime(TimeSpan silence)
    {
        if (_alerts is not null && _tracker.EventTime != long.MinValue)
        {
            _alerts.Advance(_tracker.EventTime + silence.Ticks);
        }
    }

    /// <summary>Learns answers about rates immediately.</summary>
    public void LearnAnswers() => _rates?.LearnAnswers();

    /// <summary>Starts training if enough sessions are collected.</summary>
    public void TrainIfEnough() => Learning.TrainIfEnough(_tracker.EventTime);

    /// <summary>
    /// Leaves the open sessions, and saves unsaved data. The end of the process is not their end, so they are not judged. Sessions
    /// that are not saved are learnt from as far as they went.
    /// </summary>
    /// <param name="save">Saves the sessions that go on in a later process; null if none are saved.</param>
    public void Finish(Action? save)
    {
        ProcessHeld();
        foreach (var session in _tracker.All())
        {
            if (save is null || !IsSaved(session))
            {
                Learning.Collector?.OnInterrupted(session);
            }

            if (Learning.Collector is null)
            {
                _alerts?.OnEnd(session);
            }
        }

        Learning.Finish();
        save?.Invoke();
        _alerts?.Finish();
        Counters.OpenSessions = 0;
    }

    /// <summary>Updates the session counters.</summary>
    public void CountSessions()
    {
        Counters.OpenSessions = _tracker.OpenCount;
        if (Learning.Collector is { } collector)
        {
            Counters.SessionsCollected = collector.Corpus.Count;
        }
    }

    // Measured by event time. NaN for the first event of a session.
    private static double SecondsSinceLast(Session session, in LogRecord record) =>
        session.Length == 0 ? double.NaN : Math.Max(0, (record.Timestamp - session.LastTimestamp) / (double)TimeSpan.TicksPerSecond);

    // Returns whether windows that contain the event must be skipped.
    private bool Judge(SessionModel model, Session session, in LogRecord record, double elapsed, long timestamp, out int earlier)
    {
        earlier = LogKey.Unknown;
        _values.IsCold = _coldStart.IsCold(record);
        var isAnomalous = model.IsAnomalous(session, record, _values.IsCold ? double.NaN : elapsed, _values, out var verdict);
        if (isAnomalous)
        {
            if (verdict.Kind == AnomalyKind.UnknownKey && IsRenamed(model, session, record, verdict, out earlier))
            {
                return false;
            }

            Raise(model, session, record, verdict, timestamp);
        }

        Counters.Scored++;
        var isOutOfPlace = isAnomalous && verdict.ExplainsSession;
        if (!isOutOfPlace)
        {
            _recorder.Keep(record, elapsed);
        }

        return isOutOfPlace || verdict.HidesWindow;
    }

    // Passes ownership of the line to the session, which releases its previous line.
    private bool KeepLast(Session session, in LogRecord record)
    {
        var isLineKept = _tracker.OpenCount <= SessionsWithLines;
        if (record.Line is null && !session.HasLine)
        {
            session.SetLast(record);
        }
        else
        {
            ReplaceLine(session, isLineKept ? record : record with { Line = null });
        }

        return isLineKept;
    }

    private void ReplaceLine(Session session, in LogRecord record)
    {
        session.ReleaseLine();
        session.SetLast(record);
        _tracker.Lines.OnReplaced(session);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void RunDue()
    {
        if (_alerts is not null && _tracker.EventTime >= _alerts.DueAt)
        {
            _alerts.Advance(_tracker.EventTime);
        }

        EndStopped(TimeSpan.Zero);
    }

    // Looks at a line while learning, and at the first lines.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void See(in LogRecord record, bool isLearnt)
    {
        if (isLearnt)
        {
            Learning.SeenKeys.Add(record.Key);
            if (record.Severity >= LogSeverity.Warning)
            {
                _warningKeys.Add(record.Key);
            }
        }

        if (_shares is not null && !_shares.See(record))
        {
            _shares = null;
        }
    }

    // The time since the session's previous event, NaN where a jump of the clock or a restart is in it.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private double KnownTime(Session session, in LogRecord record, double elapsed, bool isUnsure)
    {
        var isKnown = !_isFirstSinceRestart
            && !((isUnsure || session.HasJump) && Math.Abs(record.Timestamp - session.LastTimestamp) > _timeline.Tolerance);
        _isFirstSinceRestart = false;
        session.HasJump = isUnsure;
        return isKnown ? elapsed : double.NaN;
    }

    // Sessions with names of their own, such as a worker's, come again after a pause of the log. Their first lines are known.
    private bool BeginsAnew(Session session, in LogRecord record) =>
        session.Length > 0 && !session.Id.IsStream && record.Timestamp - session.LastTimestamp > _tracker.IdleTicks
        && _firstKeys.Contains(record.Key);

    // Whether the line is one of a learnt template with another wording, which is reported once, as a question.
    private bool IsRenamed(SessionModel model, Session session, in LogRecord record, Verdict verdict, out int earlier)
    {
        if (!Learning.Renamed.TryFind(model, session, record, _hasCome, out earlier, out var proposal))
        {
            return false;
        }

        if (proposal is not null)
        {
            Post(session, _explainer.Explain(model, session, record, verdict) with
            {
                Kind = AnomalyKind.RenamedTemplate,
                Renamed = proposal,
                Reason = $"this line is probably {Wording.Quote(proposal.Earlier)} with another wording, since they are alike by {Wording.Quantity(proposal.Similarity)} and "
                    + $"{proposal.Evidence}. It is judged as that until it is answered",
            });
        }

        return true;
    }

    // Whether a template came in this process. Sessions that an earlier process began may have it from there.
    private bool HasCome(int key)
    {
        if (Learning.SeenKeys.Contains(key))
        {
            return true;
        }

        foreach (var session in _tracker.All())
        {
            if (session.Number > _openedBefore && !session.Id.IsStream && session.Counts[key] > 0)
            {
                return true;
            }
        }

        return false;
    }

    private void Raise(SessionModel model, Session session, in LogRecord record, Verdict verdict, long timestamp)
    {
        var answer = verdict.Kind == AnomalyKind.UnknownKey ? Learning.Quarantine.Ask(session, record, timestamp) : QuarantineAnswer.Report;
        if (answer == QuarantineAnswer.Pass)
        {
            Counters.Quarantined++;
            return;
        }

        PromiseWatch.OnReported(session, verdict, record.Severity);
        var anomaly = WithBuild(_explainer.Explain(model, session, record, verdict));
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
            if (verdict.Kind == AnomalyKind.UnknownKey)
            {
                Learning.Adoption.OnNewLine(session, record);
            }
        }
    }

    private void Raise(Session session, Anomaly anomaly)
    {
        session.AnomalyCount++;
        Post(session, anomaly);
    }

    private void Post(Session session, Anomaly anomaly)
    {
        // Remembered before delivery, because a receiver may mark it by its id at once.
        _feedback.Remember(anomaly);
        if (_delivered.Count > 0 && _delivered.Remove(DeliveredReport.Of(anomaly)))
        {
            // An earlier process delivered it, and the line was read again after a crash.
            return;
        }

        Counters.CountAnomaly(anomaly.Kind);
        _alerts?.OnAnomaly(session, anomaly);
        _dispatcher.Post(anomaly);
        _alerts?.Alert(session, anomaly, _tracker.EventTime);
    }

    // An anomaly that belongs to no session.
    private void Post(Anomaly anomaly)
    {
        Counters.CountAnomaly(anomaly.Kind);
        _feedback.Remember(anomaly);
        _dispatcher.Post(anomaly);
        _alerts?.Alert(anomaly, _tracker.EventTime);
    }

    private void MergeKeys(LogKeyVocabulary vocabulary)
    {
        if (vocabulary.HasAliases)
        {
            _feedback.MergeKeys();
            Learning.Promise.MergeKeys();
            Learning.Model?.MergeKeys(vocabulary);
            _warm?.Model.MergeKeys(vocabulary);
            _rates?.MergeKeys();
        }
    }

    private bool IsTrained(int key) => Learning.Model is { } model && model.Symbols.Knows(key);

    private void SwitchCollecting(bool collects)
    {
        _tracker.Collects = collects;
        if (!collects)
        {
            // Learning starts before the resolver exists, but trains only later.
            _resolver?.Settle();
        }

        foreach (var session in _tracker.All())
        {
            if (!collects)
            {
                Learning.Collector?.OnStillOpen(session);
                session.StopCollecting();
            }
            else if (!session.HasHole || session.Id.IsStream)
            {
                // The training failed, and the beginnings that it took are kept.
                session.ResumeCollecting();
            }
        }
    }
}
