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
    private readonly EventReader _reader;
    private readonly DetectorMeter _meter;
    private readonly RootActivityListener? _activities;

    /// <param name="options">The validated settings. Only this detector changes them.</param>
    /// <param name="textGroups">Assigns keys to templates without placeholders; null gives each its own key.</param>
    /// <param name="sender">The sender of the .NET events.</param>
    public DetectorParts(AnomalyDetectorOptions options, ITextGroups? textGroups, object sender)
    {
        Options = options;
        _diagnostics = new DiagnosticLog(options.Diagnostics, options.TimeProvider, options.Name, options.OnDiagnostic);
        var report = new SettingsReport(_diagnostics);
        report.Tell(options);
        var capture = CaptureRules.For(options);
        var leavesTexts = textGroups is not null;
        var vocabulary = new LogKeyVocabulary(options.VocabularyLimit);
        Queue = new EventQueue(options.Queue);
        Feedback = new FeedbackMarks(vocabulary, _diagnostics);

        Engine = EngineFactory.Create(options, _diagnostics);
        Store = options.ModelPath is null ? null : new SnapshotStore(options.ModelPath, options.TimeProvider, _diagnostics.Warn, options.SnapshotLimit, QuestionSources.For(options));
        Snapshots = new SnapshotLoader(options, Store, Engine, vocabulary, Feedback, _diagnostics);
        var snapshot = Snapshots.LoadNewest();
        if (Store is { IsUnreadable: false } && FolderCheck.ProblemOf(Store.Folder) is { } problem)
        {
            // The subject of a failed save: one of the next seconds does not repeat it.
            _diagnostics.TellRepeated(
                "saving", _ => $"nothing can be saved in {Store.Folder}, and what is learnt is lost when this process ends: {problem}");
        }

        var minedKeys = new MinedKeys(vocabulary, options.Mining, snapshot?.MinedKeys);
        Feedback.AreAlike = minedKeys.AreAlike;

        Dispatcher = new AnomalyDispatcher(options.PendingAnomalyLimit, _diagnostics, Feedback.TakesBack, Feedback.IsNormal);
        Alerts = new AlertHub(options, capture, Dispatcher.Post, Feedback.IsNormal, command => Queue.Post(command), _diagnostics);
        Callbacks = new CallbackDelivery(options, sender, Alerts);
        Dispatcher.Subscribe(Callbacks.Deliver, SaveLateFeedback);
        Dispatcher.SubscribeToAlerts(Callbacks.Deliver, static () => { });

        var properties = PropertyKeysOf(options, vocabulary, capture);
        Processor = new EventProcessor(new EventProcessorParts
        {
            Properties = properties,
            Options = options,
            Queue = Queue,
            Vocabulary = vocabulary,
            Trainer = new DetectorTrainer(options, Engine) { Tell = _diagnostics.Tell },
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
        _reader = new EventReader(options, Queue, vocabulary, Processor, _diagnostics) { Meter = _meter };
        Commands = new ReaderCommands(Queue, _reader, Dispatcher, _diagnostics.Calls);
        Settings = new LiveSettingsUpdate(options, Queue, Processor, Alerts.Policy, report, _diagnostics);
        _activities = RootActivityListener.Start(options.Session.ActivitySources, Queue, capture, _diagnostics);
        Texts = new TextLogReader(vocabulary, leavesTexts, minedKeys, Queue, options.TimeProvider, capture, properties, _diagnostics);
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
        Queue.Close();
        Processor.Learning.CancelTraining();

        // Reserves a quarter of the time for judging the open sessions, saving and delivering.
        var isDone = _reader.Join(TimeSpan.FromTicks(Math.Max(0, (Left() - timeout / 4).Ticks)));
        if (!isDone)
        {
            _reader.LeaveRest();
            isDone = _reader.Join(Left());
        }

        isDone &= Dispatcher.Close(Left());
        isDone &= Alerts.Close(Left());
        var counters = Monitor.Counters;
        var left = counters.LeftBehind + counters.QueueLength;
        Action<string> report = isDone && left == 0 ? _diagnostics.Tell : _diagnostics.Warn;
        report(
            $"stopped{(isDone ? "" : $" after {timeout.TotalSeconds:0.#} s with work left over")}: {Wording.Count(counters.Received, "event")} received, "
            + $"{counters.Scored:N0} judged, {counters.Dropped:N0} dropped{(left == 0 ? "" : $", {left:N0} left behind")}; {Wording.Count(counters.Anomalies, "anomaly")}.");
        _meter.Dispose();
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
