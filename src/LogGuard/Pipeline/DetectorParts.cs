using LogGuard.Alerts;
using LogGuard.Detection;
using LogGuard.Diagnostics;
using LogGuard.Keys;
using LogGuard.Learning.Snapshots;
using LogGuard.Learning.Training;
using LogGuard.Neural;
using LogGuard.Parsing;

namespace LogGuard.Pipeline;

/// <summary>Creates the parts of a detector in the order of their dependencies, and stops them.</summary>
internal sealed class DetectorParts
{
    private readonly DiagnosticLog _diagnostics;
    private readonly LogKeyVocabulary _vocabulary;
    private readonly EventReader _reader;
    private readonly DetectorMeter _meter;
    private readonly RootActivityListener? _activities;
    private readonly SessionSaver? _saver;
    private readonly ModelFolder? _folder;

    /// <param name="options">The validated settings. Only this detector changes them.</param>
    /// <param name="textGroups">Assigns keys to templates without placeholders; null gives each its own key.</param>
    /// <param name="sender">The sender of the .NET events.</param>
    public DetectorParts(AnomalyDetectorOptions options, ITextGroups? textGroups, object sender)
    {
        Options = options;
        var flows = FlowJudge.ReadFlows(options.Training.WarmStart);
        _diagnostics = new DiagnosticLog(options.Diagnostics, options.TimeProvider, options.Name, options.OnDiagnostic);
        var report = new SettingsReport(_diagnostics);
        report.Tell(options);
        var capture = CaptureRules.For(options);
        var leavesTexts = textGroups is not null;
        var vocabulary = _vocabulary = new LogKeyVocabulary(options.VocabularyLimit);
        Queue = new EventQueue(options.Queue);
        Feedback = new FeedbackMarks(vocabulary, _diagnostics);

        Engine = EngineFactory.Create(options, _diagnostics);
        _folder = options.ModelPath is null ? null : ModelFolder.Take(options, _diagnostics.Warn);
        Store = _folder is null
            ? null
            : new SnapshotStore(_folder.Path, options.TimeProvider, _diagnostics.Warn, options.SnapshotLimit, QuestionSources.For(options), _folder.Lock, _folder.Origin);
        var sessions = SessionSaver.IsFor(options) ? new SessionStore(_folder!.Path, _diagnostics.Warn, _folder.Lock) : null;
        if (_folder is { IsTaken: true })
        {
            Store!.DeleteLeftovers();
            sessions?.DeleteLeftovers();
        }

        Snapshots = new SnapshotLoader(options, Store, Engine, vocabulary, Feedback, _diagnostics)
        {
            Sessions = sessions,
            Grouping = SessionSaver.GroupingOf(options),
        };
        Snapshot? snapshot;
        try
        {
            snapshot = Snapshots.LoadNewest();
        }
        catch
        {
            _folder?.Lock.Dispose();
            throw;
        }

        if (Store is { IsUnreadable: false, IsOwner: true } && FolderCheck.ProblemOf(Store.Folder) is { } problem)
        {
            // The subject of a failed save: one of the next seconds does not repeat it.
            _diagnostics.TellRepeated(
                "saving", _ => $"nothing can be saved in {Store.Folder}, and what is learnt is lost when this process ends: {problem}");
        }

        // The check made the folder if it was missing.
        _folder?.Lock.TryOwn();

        var minedKeys = new MinedKeys(vocabulary, options.Mining, snapshot?.MinedKeys);
        Feedback.AreAlike = minedKeys.AreAlike;

        Dispatcher = new AnomalyDispatcher(options.PendingAnomalyLimit, _diagnostics, Feedback.TakesBack, Feedback.IsNormal);
        Alerts = new AlertHub(
            options, capture, Dispatcher.Post, Feedback.IsNormal, command => Queue.Post(command), _diagnostics, _folder is null ? null : () => _folder.Lock.TryOwn());
        if (_folder is { IsTaken: true })
        {
            Alerts.DeleteLeftovers();
        }

        Alerts.Restore(vocabulary.Count);
        Callbacks = new CallbackDelivery(options, sender, Alerts);
        Dispatcher.Subscribe(Callbacks.Deliver, SaveLateFeedback);
        Dispatcher.SubscribeToAlerts(Callbacks.Deliver, static () => { });

        var properties = PropertyKeysOf(options, vocabulary, capture);
        Processor = new EventProcessor(new EventProcessorParts
        {
            Properties = properties,
            Flows = flows,
            Options = options,
            Queue = Queue,
            Vocabulary = vocabulary,
            Trainer = new DetectorTrainer(options, Engine) { Tell = _diagnostics.Tell, TemplateOf = vocabulary.GetTemplate },
            Store = Store,
            Snapshot = snapshot,
            Dispatcher = Dispatcher,
            Feedback = Feedback,
            MinedKeys = minedKeys,
            Diagnostics = _diagnostics,
            TextGroups = textGroups,
            Alerts = Alerts.Service,
        });
        Intake = new EventIntake(
            options, vocabulary, leavesTexts, properties, Queue, capture, Alerts, Dispatcher, Processor.Learning, snapshot?.LeastSeverity, _diagnostics);
        Monitor = new DetectorMonitor(options, Queue, Intake, Processor, Dispatcher, Alerts, Feedback, vocabulary);
        _meter = new DetectorMeter(options.Name, Monitor);
        var places = new TextLogPlaces(Snapshots.OpenSessions?.TextLogs ?? [], sessions is null ? null : () => sessions.IsOwner);
        if (Processor.Restore(Snapshots.OpenSessions, Snapshots.DeliveredReports, places, options.TimeProvider.GetUtcNow().UtcTicks) is { } fault)
        {
            _diagnostics.Warn(fault + ".");
        }

        ReportJournal? journal = null;
        if (sessions is not null)
        {
            journal = new ReportJournal(sessions, places, Math.Max(sessions.LastReportsNumber, Snapshots.OpenSessions?.Number ?? 0) + 1);
            Dispatcher.Subscribe(journal.Add, static () => { });
            _saver = new SessionSaver(options, sessions, Queue, Processor, Dispatcher, Alerts, places, journal, vocabulary, minedKeys, _diagnostics);
        }

        _reader = new EventReader(options, Queue, vocabulary, Processor, _diagnostics) { Meter = _meter, Saver = _saver, Folder = _folder?.Lock };
        if (_folder is not null)
        {
            var takeover = new FolderTakeover(
                _folder, Snapshots, sessions, journal, Processor, Alerts, vocabulary, _diagnostics, options.TimeProvider);
            _folder.Lock.OnTakeOver(() => _reader.IsCurrentThread, takeover.Join);
        }

        Commands = new ReaderCommands(Queue, _reader, Dispatcher, _diagnostics.Calls);
        Settings = new LiveSettingsUpdate(options, Queue, vocabulary, Processor, Alerts.Policy, report, _diagnostics);
        _activities = RootActivityListener.Start(options.Session.ActivitySources, Queue, capture, _diagnostics);
        Texts = new TextLogReader(vocabulary, leavesTexts, minedKeys, Queue, options.TimeProvider, capture, properties, _diagnostics, places)
        {
            ReadsTexts = options.Values.TextSets,
        };
    }

    public AnomalyDetectorOptions Options { get; }

    public EventQueue Queue { get; }

    public FeedbackMarks Feedback { get; }

    public INeuralEngine Engine { get; }

    /// <summary>Stores snapshots; null if none are saved.</summary>
    public SnapshotStore? Store { get; }

    public SnapshotLoader Snapshots { get; }

    public AnomalyDispatcher Dispatcher { get; }

    public AlertHub Alerts { get; }

    public CallbackDelivery Callbacks { get; }

    public EventProcessor Processor { get; }

    public EventIntake Intake { get; }

    public DetectorMonitor Monitor { get; }

    public ReaderCommands Commands { get; }

    public LiveSettingsUpdate Settings { get; }

    public TextLogReader Texts { get; }

    /// <summary>The templates with their use. Any thread.</summary>
    public IReadOnlyList<TemplateUsage> Templates
    {
        get
        {
            var symbols = Processor.Learning.Model?.Symbols;
            return [.. Enumerable.Range(1, _vocabulary.Count).Where(key => _vocabulary.Resolve(key) == key).Select(key => UsageOf(key, symbols?.Knows(key) == true))];
        }
    }

    /// <summary>
    /// Processes the queued events, judges or keeps the open sessions, saves, and delivers the anomalies, all within
    /// <see cref="QueueOptions.ShutdownTimeout"/>. Called once.
    /// </summary>
    public void Stop()
    {
        var timeout = Options.Queue.ShutdownTimeout;
        var started = Options.TimeProvider.GetTimestamp();
        TimeSpan Left() => TimeSpan.FromTicks(Math.Max(0, (timeout - Options.TimeProvider.GetElapsedTime(started)).Ticks));

        _activities?.Dispose();
        Intake.Close();
        var save = _saver?.Stop(timeout / 4, last => _reader.LastSave = last);
        Queue.Close();
        Processor.Learning.CancelTraining();

        // Reserves a quarter of the time for judging the open sessions, saving and delivering.
        var isDone = _reader.Join(TimeSpan.FromTicks(Math.Max(0, (Left() - timeout / 4).Ticks)));
        if (!isDone)
        {
            _reader.LeaveRest();
            isDone = _reader.Join(Left());
        }

        var isReaderDone = isDone;
        isDone &= Dispatcher.Close(Left());
        var counters = Monitor.Counters;
        _saver?.Finish(isReaderDone ? save : null, isWhole: isDone && counters.LeftBehind == 0, Left());
        if (isReaderDone)
        {
            Alerts.Save(Alerts.TakeState());
        }

        isDone &= Alerts.Close(Left());
        var left = counters.LeftBehind + counters.QueueLength;
        Action<string> report = isDone && left == 0 ? _diagnostics.Tell : _diagnostics.Warn;
        report(
            $"stopped{(isDone ? "" : $" after {timeout.TotalSeconds:0.#} s with work left over")}: {Wording.Count(counters.Received, "event")} received, "
            + $"{counters.Scored:N0} judged, {counters.Dropped:N0} dropped{(left == 0 ? "" : $", {left:N0} left behind")}; {Wording.Count(counters.Anomalies, "anomaly")}.");
        _meter.Dispose();
        if (_folder is not null)
        {
            // A reader that is still running saves what it has learnt.
            _reader.Finished.ContinueWith(
                static (_, folder) => ((ModelFolder)folder!).Lock.Dispose(), _folder, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        }
    }

    /// <summary>Saves the open sessions, if there is a folder for them.</summary>
    public Task SaveSessionsAsync() => _saver is null ? Task.CompletedTask : Task.Run(_saver.Save);

    private TemplateUsage UsageOf(int key, bool isLearnt)
    {
        var (count, first, last) = Processor.Usage.Of(key);
        return new TemplateUsage(key, _vocabulary.GetTemplate(key), count, TimeOf(first), TimeOf(last), isLearnt);

        DateTimeOffset? TimeOf(long ticks) => count == 0 ? null : new DateTimeOffset(Math.Clamp(ticks, 0, DateTime.MaxValue.Ticks), TimeSpan.Zero);
    }

    // A value that the capture rules keep out of events must not enter the vocabulary, which is saved.
    private PropertyKeys? PropertyKeysOf(AnomalyDetectorOptions options, LogKeyVocabulary vocabulary, CaptureRules? capture)
    {
        string? Capture(string name, string value) =>
            capture is null ? value
            : capture.IsRedacted(name) ? null
            : capture.Values == CapturedValues.All && !capture.IsProtected(name) ? value
            : capture.Hash(value);

        return options.Keys.PropertiesInKey.Count == 0
            ? null
            : new PropertyKeys(vocabulary, options.Keys.PropertiesInKey, options.Keys.PropertyValueLimit, Capture, _diagnostics.Tell);
    }

    // The last anomalies are delivered after the reader has ended, and their receivers may still give feedback. A reader that is
    // still running after the timeout saves the feedback itself.
    private void SaveLateFeedback()
    {
        if (_reader.Finished.IsCompleted)
        {
            Processor.Learning.SaveLateFeedback();
        }
    }
}
