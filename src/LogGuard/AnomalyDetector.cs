using LogGuard.Configuration;
using LogGuard.Detection;
using LogGuard.Diagnostics;
using LogGuard.Keys;
using LogGuard.Learning.Snapshots;
using LogGuard.Learning.Training;
using LogGuard.Neural;
using LogGuard.Parsing;
using LogGuard.Pipeline;
using LogGuard.Sequences;
using LogGuard.Workflows;

namespace LogGuard;

/// <summary>
/// Watches a log: learns what its sessions look like, then raises an anomaly for each line and each session's end that
/// does not fit. Events reach it through a logging framework's door, such as <c>.WriteTo.AnomalyDetector(detector)</c>.
/// </summary>
/// <remarks>
/// All members may be called from any thread. Anomalies are delivered one at a time, in order, on a thread of the
/// detector's own; receivers may block or throw. After disposal events are ignored.
/// </remarks>
/// <example>
/// <code>
/// await using var detector = new AnomalyDetector(new AnomalyDetectorOptions { ModelPath = "model" });
/// detector.Anomaly += (_, anomaly) => Console.Error.WriteLine(anomaly);
/// using var log = new LoggerConfiguration().WriteTo.AnomalyDetector(detector).CreateLogger();
/// </code>
/// </example>
public sealed partial class AnomalyDetector : IObservable<Anomaly>, IDisposable, IAsyncDisposable
{
    private readonly AnomalyDetectorOptions _options;
    private readonly LogKeyVocabulary _vocabulary;
    private readonly MinedKeys _minedKeys;
    private readonly EventQueue _queue;
    private readonly FeedbackMarks _feedback;
    private readonly AnomalyDispatcher _dispatcher;
    private readonly EventProcessor _processor;
    private readonly EventReader _reader;
    private readonly DiagnosticLog _diagnostics;
    private readonly LogSeverity? _learntSeverity;
    private readonly INeuralEngine _engine;
    private readonly SnapshotStore? _store;
    private readonly bool _leavesTexts;
    private readonly DetectorMeter _meter;
    private readonly HashSet<string> _toldRemarks = [];
    private int _isDisposed;

    /// <summary>Makes a detector, which starts by loading the saved model if there is one.</summary>
    /// <param name="options">The settings; copied.</param>
    /// <exception cref="ArgumentException">Settings are out of their range; the message names every fault.</exception>
    /// <exception cref="InvalidOperationException">
    /// <see cref="AnomalyDetectorOptions.RequireModel"/> is set and there is no usable trained model.
    /// </exception>
    public AnomalyDetector(AnomalyDetectorOptions options)
        : this(options, new MinedTextGroups())
    {
    }

    // Without groups every template without holes has a key of its own, given on the application's thread.
    internal AnomalyDetector(AnomalyDetectorOptions options, ITextGroups? textGroups)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options.Freeze();
        _diagnostics = new DiagnosticLog(_options.Diagnostics, _options.TimeProvider, _options.Name);
        TellSettings();
        _capture = CaptureRules.For(_options);
        _leavesTexts = textGroups is not null;
        _vocabulary = new LogKeyVocabulary(_options.VocabularyLimit);
        _queue = new EventQueue(_options.Queue);

        _feedback = new FeedbackMarks(_vocabulary, _diagnostics);

        _engine = MakeEngine();
        _store = _options.ModelPath is null ? null : new SnapshotStore(_options.ModelPath, _options.TimeProvider, _diagnostics.Tell, _options.SnapshotLimit, QuestionSources.For(_options));
        var snapshot = Load();
        _minedKeys = new MinedKeys(_vocabulary, _options.Mining, snapshot?.MinedKeys);
        _feedback.AreAlike = _minedKeys.AreAlike;
        _learntSeverity = snapshot?.LeastSeverity;
        _dispatcher = new AnomalyDispatcher(_options.PendingAnomalyLimit, _diagnostics, _feedback.TakesBack, _feedback.IsNormal);
        _dispatcher.Subscribe(Deliver, SaveLateFeedback);
        _processor = new EventProcessor(new EventProcessorParts
        {
            Options = _options,
            Queue = _queue,
            Vocabulary = _vocabulary,
            Trainer = new DetectorTrainer(_options, _engine) { Tell = _diagnostics.Tell },
            Store = _store,
            Snapshot = snapshot,
            Dispatcher = _dispatcher,
            Feedback = _feedback,
            MinedKeys = _minedKeys,
            Diagnostics = _diagnostics,
            TextGroups = textGroups,
            Alerts = MakeAlerts(),
        });
        _meter = new DetectorMeter(_options.Name, new Measured(this));
        _reader = new EventReader(_options, _queue, _vocabulary, _processor, _diagnostics) { Meter = _meter };
    }

    /// <summary>Raised for each anomaly, on a thread of the detector's own.</summary>
    public event EventHandler<Anomaly>? Anomaly;

    /// <summary>What is being done with events now.</summary>
    public DetectorState State => _processor.Learning.State;

    /// <summary>The share of a training that is done, 0..1.</summary>
    public double TrainingProgress => _processor.Learning.Progress;

    /// <summary>What was done so far.</summary>
    public DetectorCounters Counters
    {
        get
        {
            var counters = _processor.Counters;
            var processed = counters.Processed;
            var leftBehind = counters.LeftBehind;
            var accepted = Math.Max(processed + leftBehind, _queue.Accepted);
            var full = _queue.Dropped;
            var failed = Volatile.Read(ref _takeFailures);
            var dropped = full + failed;
            return new DetectorCounters
            {
                Received = accepted + dropped,
                Processed = processed,
                Scored = counters.Scored,
                Dropped = dropped,
                DroppedByFullQueue = full,
                DroppedByError = failed,
                LeftBehind = leftBehind,
                Late = _queue.Late,
                AnomaliesByKind = counters.AnomaliesByKind,
                Lag = LagOf(counters.WorkedOnTimestamp),
                Failed = counters.Failed,
                UnknownKeys = counters.UnknownKeys,
                ValuesMissed = counters.ValuesMissed,
                Anomalies = counters.Anomalies,
                AnomaliesDropped = _dispatcher.Dropped,
                AnomaliesWithdrawn = _dispatcher.Withdrawn,
                LinesQuarantined = counters.Quarantined,
                PatternsMarkedNormal = _feedback.NormalCount,
                SessionsClosed = counters.SessionsClosed,
                OpenSessions = counters.OpenSessions,
                QueueLength = (int)(accepted - processed - leftBehind),
                KeyCount = _vocabulary.Count,
                SessionsCollected = State == DetectorState.Detecting ? 0 : counters.SessionsCollected,
                Alerts = _alertPolicy.Alerts,
                AlertsDropped = _dispatcher.AlertsDropped,
                AnomaliesHeldBack = _alertPolicy.Held,
                AnomaliesSuppressed = _alertPolicy.Suppressed,
                AnomaliesUntold = _alertPolicy.Forgotten,
                SpansMarked = _alertDesk.SpansMarked,
                WebhookDelivered = _webhook?.Delivered ?? 0,
                WebhookDropped = _webhook?.Dropped ?? 0,
            };
        }
    }

    /// <summary>
    /// How sessions usually run, the most frequent kind first: mined from the same sessions as the models, and saved with
    /// them. Empty until trained, and where no sessions have a shape.
    /// </summary>
    /// <remarks>
    /// Sessions of up to 256 events are mined as wholes. In longer ones, in a log without sessions, and where several tasks in
    /// each session tell the sessions better, tasks are told apart by which lines always come together (Du et al., DeepLog,
    /// CCS 2017, section 4.3.1); <see cref="Workflow.IsTask"/> says so.
    /// </remarks>
    public IReadOnlyList<Workflow> Workflows => _processor.Learning.Model?.Workflows.Workflows ?? [];

    /// <summary>Subscribes to anomalies. Told of completion when the detector is disposed of, never of an error.</summary>
    public IDisposable Subscribe(IObserver<Anomaly> observer)
    {
        ArgumentNullException.ThrowIfNull(observer);
        return _dispatcher.Subscribe(observer.OnNext, observer.OnCompleted);
    }

    /// <summary>
    /// The anomalies from now on, until the detector is disposed of. Up to
    /// <see cref="AnomalyDetectorOptions.PendingAnomalyLimit"/> wait for a slow reader; further ones are counted.
    /// </summary>
    /// <param name="cancellationToken">Ends the enumeration with <see cref="OperationCanceledException"/>.</param>
    public IAsyncEnumerable<Anomaly> ReadAnomaliesAsync(CancellationToken cancellationToken = default) => ReceiverStream.Open<Anomaly>(
        _dispatcher.Limit, _dispatcher.Subscribe, _dispatcher.CountDrop, _dispatcher.TakesBack, cancellationToken);

    /// <summary>Waits until all events logged so far have been worked off and their anomalies delivered.</summary>
    /// <param name="cancellationToken">Ends the waiting, not the work.</param>
    public async Task FlushAsync(CancellationToken cancellationToken = default)
    {
        await RunAsync(static () => true, cancellationToken).ConfigureAwait(false);
        await _dispatcher.FlushAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Takes all open sessions as ended, without waiting for their idle time: they are learnt from or judged, and their
    /// anomalies are delivered. For a pause in the work, and at the end of a replay.
    /// </summary>
    /// <param name="cancellationToken">Ends the waiting, not the work.</param>
    public async Task CloseSessionsAsync(CancellationToken cancellationToken = default)
    {
        await RunAsync(
            () =>
            {
                _processor.EndAll();
                return true;
            },
            cancellationToken).ConfigureAwait(false);
        await _dispatcher.FlushAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Takes one session as ended, behind all events logged so far. Returns at once.</summary>
    /// <param name="sessionId">The value of its session property.</param>
    public void CloseSession(object sessionId)
    {
        ArgumentNullException.ThrowIfNull(sessionId);
        var id = SessionOf(sessionId);
        _ = _queue.PostAsync(() => _processor.End(id));
    }

    /// <summary>
    /// Trains now on the sessions that have ended so far, however few they are, and waits until the detector detects by
    /// what they taught.
    /// </summary>
    /// <param name="cancellationToken">Ends the waiting, not the training.</param>
    /// <returns>
    /// False where there was nothing to train on: no session has ended yet, or the detector detects already.
    /// </returns>
    public Task<bool> TrainAsync(CancellationToken cancellationToken = default) =>
        WaitAsync(_processor.Learning.Train, cancellationToken);

    /// <summary>Saves what is learnt so far as a new snapshot: the trained model, or the sessions collected.</summary>
    /// <param name="cancellationToken">Ends the waiting, not the saving.</param>
    /// <returns>The folder of the snapshot; null once the detector is disposed of.</returns>
    /// <exception cref="InvalidOperationException"><see cref="AnomalyDetectorOptions.ModelPath"/> is not set.</exception>
    /// <exception cref="IOException">The disk does not allow it.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be written to.</exception>
    public Task<string?> SaveAsync(CancellationToken cancellationToken = default) =>
        RunAsync<string?>(_processor.Learning.Save, cancellationToken);

    /// <summary>
    /// Stops taking events, works off the queued ones, judges or keeps the open sessions, saves what is not saved yet,
    /// and delivers the anomalies; all within <see cref="QueueOptions.ShutdownTimeout"/>. A second call does nothing.
    /// </summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) != 0)
        {
            return;
        }

        var started = _options.TimeProvider.GetTimestamp();
        TimeSpan Left() => TimeSpan.FromTicks(
            Math.Max(0, (_options.Queue.ShutdownTimeout - _options.TimeProvider.GetElapsedTime(started)).Ticks));

        _queue.Close();
        _processor.Learning.CancelTraining();

        // What was worked off must also be judged to its end, saved and delivered: a quarter of the time is kept for that.
        var isDone = _reader.Join(TimeSpan.FromTicks(Math.Max(0, (Left() - _options.Queue.ShutdownTimeout / 4).Ticks)));
        if (!isDone)
        {
            _reader.LeaveRest();
            isDone = _reader.Join(Left());
        }

        isDone &= _dispatcher.Close(Left());
        isDone &= CloseAlerts(Left());
        var counters = Counters;
        var left = counters.LeftBehind + counters.QueueLength;
        _diagnostics.Tell(
            $"stopped{(isDone ? "" : $" after {_options.Queue.ShutdownTimeout.TotalSeconds:0.#} s with work left over")}: {counters.Received:N0} events received, "
            + $"{counters.Scored:N0} judged, {counters.Dropped:N0} dropped{(left == 0 ? "" : $", {left:N0} left behind")}; {counters.Anomalies:N0} anomalies.");
        _meter.Dispose();
    }

    /// <inheritdoc cref="Dispose"/>
    public ValueTask DisposeAsync() =>
        Volatile.Read(ref _isDisposed) != 0 ? ValueTask.CompletedTask : new ValueTask(Task.Run(Dispose));

    /// <summary>What networks are trained and served with, such as <c>managed</c>.</summary>
    internal string EngineName => _engine.Name;

    private void TellSettings()
    {
        if (SettingTable.Describe(_options) is { } settings)
        {
            _diagnostics.Tell(settings);
        }

        TellRemarks(_options.Remarks);
    }

    private void TellRemarks(IReadOnlyList<string> remarks)
    {
        foreach (var remark in remarks.Where(_toldRemarks.Add))
        {
            _diagnostics.Tell(remark);
        }
    }

    // Another engine is a matter of speed: what is wrong with it must not keep the log from being watched.
    private INeuralEngine MakeEngine()
    {
        try
        {
            if (_options.EngineFactory is { } make)
            {
                return make(_diagnostics.Tell) ?? throw new InvalidOperationException("its factory returned null");
            }
        }
        catch (Exception exception)
        {
            _diagnostics.Tell($"the engine asked for cannot be used, the managed engine takes its place: {exception.Message}");
        }

        return new ManagedEngine(lowPriority: true);
    }

    private Snapshot? Load()
    {
        using var activity = new DetectorActivity("logguard.snapshot.load", _options.Name);
        string? problem = null;
        var snapshot = _store?.Load(_engine, out problem, WhyNot);
        if (snapshot is not null && !_vocabulary.TryRestore(snapshot.Templates, snapshot.KeyChanges))
        {
            problem = "the saved model names a template twice";
            _diagnostics.Tell(problem + "; the detector learns anew.");
            snapshot = null;
        }

        if (snapshot is not null)
        {
            _feedback.Restore(snapshot.NormalPatterns, snapshot.AnomalousPatterns);
            _feedback.RestoreStanding(snapshot.StandingPatterns);
        }

        EndLoading(activity, snapshot, problem);
        if (_options.RequireModel && snapshot?.Model is null)
        {
            throw new InvalidOperationException(
                $"{nameof(AnomalyDetectorOptions)}: RequireModel is true, and there is no trained model in {_options.ModelPath}{(problem is null ? "" : ": " + problem)}.");
        }

        if (snapshot?.Model is { } model)
        {
            _diagnostics.Tell($"detecting, by a saved model of {model.SessionCount:N0} sessions and {snapshot.Templates.Length:N0} templates.");
            if (model.Predictor is { } predictor && _options.Detector == DetectorKind.Default && predictor.WindowSize != _options.Model.WindowSize)
            {
                _diagnostics.Tell($"Model.WindowSize is {_options.Model.WindowSize}, and the saved model keeps the {predictor.WindowSize} that it was trained with.");
            }
        }

        return snapshot;
    }

    private string? WhyNot(Snapshot snapshot) =>
        snapshot.Detector != _options.Detector
            ? $"the saved model is for the detector {snapshot.Detector}, and {_options.Detector} is asked for"
        : snapshot.Templates.Length > _options.VocabularyLimit
            ? $"the saved model has {snapshot.Templates.Length:N0} templates, which do not fit in a vocabulary of {_options.VocabularyLimit:N0}"
        : MinedKeys.ProblemOf(snapshot.MinedKeys, snapshot.Templates.Length, _options.Mining) is { } problem
            ? $"the saved templates of text logs cannot be used: {problem}"
        : null;

    private void Deliver(Anomaly anomaly)
    {
        var calls = new CallList();
        calls.Try(() => _options.OnAnomaly?.Invoke(anomaly));
        foreach (var handler in Anomaly?.GetInvocationList() ?? [])
        {
            calls.Try(() => ((EventHandler<Anomaly>)handler)(this, anomaly));
        }

        calls.ThrowIfAny();
    }

    // The last anomalies are delivered when the reader has ended, and may be answered then. Where it has not, because
    // time ran out, it saves for itself.
    private void SaveLateFeedback()
    {
        if (_reader.Finished.IsCompleted)
        {
            _processor.Learning.SaveLateFeedback();
        }
    }

    // Has the reader run something behind all events taken so far; the default value once the detector is disposed of.
    private async Task<T?> RunAsync<T>(Func<T> action, CancellationToken cancellation)
    {
        var done = new TaskCompletionSource<T?>(TaskCreationOptions.RunContinuationsAsynchronously);
        var isPosted = await _queue.PostAsync(
            () =>
            {
                try
                {
                    done.TrySetResult(action());
                }
                catch (Exception exception)
                {
                    done.TrySetException(exception);
                }
            },
            cancellation).ConfigureAwait(false);
        // A command that came too late to be worked off is answered by the reader's end.
        return isPosted && await Task.WhenAny(done.Task, _reader.Finished).WaitAsync(cancellation).ConfigureAwait(false) == done.Task
            ? await done.Task.ConfigureAwait(false)
            : default;
    }
}
