using System.Runtime.CompilerServices;
using System.Threading.Channels;
using LogGuard.Detection;
using LogGuard.Keys;
using LogGuard.Learning;
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
        _diagnostics = new DiagnosticLog(_options.Diagnostics, _options.TimeProvider);
        _leavesTexts = textGroups is not null;
        _vocabulary = new LogKeyVocabulary(_options.VocabularyLimit);
        _queue = new EventQueue(_options.Queue);

        _feedback = new FeedbackMarks(_vocabulary, _diagnostics);

        _engine = MakeEngine();
        _store = _options.ModelPath is null ? null : new SnapshotStore(_options.ModelPath, _options.TimeProvider, _diagnostics.Tell, _options.SnapshotLimit);
        var snapshot = Load();
        _minedKeys = new MinedKeys(_vocabulary, _options.Mining, snapshot?.MinedKeys);
        _feedback.AreAlike = _minedKeys.AreAlike;
        _learntSeverity = snapshot?.LeastSeverity;
        _dispatcher = new AnomalyDispatcher(_options.PendingAnomalyLimit, _diagnostics, _feedback.TakesBack);
        _dispatcher.Subscribe(Deliver, SaveLateFeedback);
        _processor = new EventProcessor(
            _options, _queue, _vocabulary, new DetectorTrainer(_options, _engine) { Tell = _diagnostics.Tell }, _store, snapshot, _dispatcher,
            _feedback, _minedKeys, _diagnostics, textGroups);
        _reader = new EventReader(_options, _queue, _vocabulary, _processor, _diagnostics);
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
            var accepted = Math.Max(processed, _queue.Accepted);
            var dropped = _queue.Dropped;
            return new DetectorCounters
            {
                Received = accepted + dropped,
                Processed = processed,
                Scored = counters.Scored,
                Dropped = dropped,
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
                QueueLength = (int)(accepted - processed),
                KeyCount = _vocabulary.Count,
                SessionsCollected = State == DetectorState.Detecting ? 0 : counters.SessionsCollected,
            };
        }
    }

    /// <summary>
    /// How sessions usually run, the most frequent kind first: mined from the same sessions as the models, and saved with
    /// them. Empty until trained, and where no sessions have a shape.
    /// </summary>
    /// <remarks>Sessions of more than 256 events are left out.</remarks>
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
    public IAsyncEnumerable<Anomaly> ReadAnomaliesAsync(CancellationToken cancellationToken = default)
    {
        // Subscribed to here and not at the first step: what happens in between is not missed.
        var channel = Channel.CreateBounded<Anomaly>(_dispatcher.Limit);
        var subscription = _dispatcher.Subscribe(
            anomaly =>
            {
                if (!channel.Writer.TryWrite(anomaly))
                {
                    _dispatcher.CountDrop();
                }
            },
            () => channel.Writer.TryComplete());
        return Enumerate(channel.Reader, subscription, cancellationToken);
    }

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
        var id = SessionId.From(sessionId);
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
        var isDone = _reader.Join(Left());
        isDone &= _dispatcher.Close(Left());
        var counters = Counters;
        _diagnostics.Tell(
            $"stopped{(isDone ? "" : $" after {_options.Queue.ShutdownTimeout.TotalSeconds:0.#} s with work left over")}: {counters.Received:N0} events received, "
            + $"{counters.Scored:N0} judged, {counters.Dropped:N0} dropped; {counters.Anomalies:N0} anomalies.");
    }

    /// <inheritdoc cref="Dispose"/>
    public ValueTask DisposeAsync() =>
        Volatile.Read(ref _isDisposed) != 0 ? ValueTask.CompletedTask : new ValueTask(Task.Run(Dispose));

    /// <summary>What networks are trained and served with, such as <c>managed</c>.</summary>
    internal string EngineName => _engine.Name;

    /// <summary>The property that names an event's session, for doors.</summary>
    internal string? SessionProperty => _options.Session.Property;

    /// <summary>Takes one event, on the application's thread. Never throws, and never waits unless asked to.</summary>
    internal void Take(string template, SessionId session, long timestamp, LogSeverity severity, object line, LineRenderer renderer)
    {
        if (OwnWork.IsCurrent)
        {
            return;
        }

        try
        {
            _queue.Add(new LogRecord(_vocabulary.GetOrAdd(template, _leavesTexts), severity, 0, session, timestamp, line, renderer));
        }
        catch (Exception exception)
        {
            _diagnostics.TellRepeated("taking", count => $"{count:N0} events could not be taken: {exception.Message}");
        }
    }

    /// <summary>A door tells which events it lets through: others than were learnt from make other sequences.</summary>
    internal void CheckLevel(LogSeverity least)
    {
        if (State == DetectorState.Detecting && _learntSeverity is { } learnt && least > learnt)
        {
            _diagnostics.Tell(
                $"the model was learnt from events of level {learnt} and above, and this sink takes {least} and above: "
                + "sessions will look different. Set the level back, or learn anew in another folder.");
        }
    }

    // Another engine is a matter of speed: what is wrong with it must not keep the log from being watched.
    private INeuralEngine MakeEngine()
    {
        try
        {
            if (_options.EngineFactory is { } make)
            {
                return make(_diagnostics.Tell);
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

        if (_options.RequireModel && snapshot?.Model is null)
        {
            throw new InvalidOperationException(
                $"{nameof(AnomalyDetectorOptions)}: RequireModel is true, and there is no trained model in {_options.ModelPath}{(problem is null ? "" : ": " + problem)}.");
        }

        if (snapshot?.Model is { } model)
        {
            _diagnostics.Tell($"detecting, by a saved model of {model.SessionCount:N0} sessions and {snapshot.Templates.Length:N0} templates.");
            if (model.Keys is { } keys && _options.Detector == DetectorKind.Default && keys.Model.WindowSize != _options.Model.WindowSize)
            {
                _diagnostics.Tell($"Model.WindowSize is {_options.Model.WindowSize}, and the saved model keeps the {keys.Model.WindowSize} that it was trained with.");
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
        // One receiver that throws must not keep the anomaly from the others.
        List<Exception>? failures = null;
        Try(() => _options.OnAnomaly?.Invoke(anomaly));
        foreach (var handler in Anomaly?.GetInvocationList() ?? [])
        {
            Try(() => ((EventHandler<Anomaly>)handler)(this, anomaly));
        }

        if (failures is not null)
        {
            throw failures.Count == 1 ? failures[0] : new AggregateException(failures);
        }

        void Try(Action call)
        {
            try
            {
                call();
            }
            catch (Exception exception)
            {
                (failures ??= []).Add(exception);
            }
        }
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

    private async IAsyncEnumerable<Anomaly> Enumerate(
        ChannelReader<Anomaly> anomalies, IDisposable subscription, CancellationToken outerToken,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(outerToken, cancellationToken);
        using (subscription)
        {
            await foreach (var anomaly in anomalies.ReadAllAsync(linked.Token).ConfigureAwait(false))
            {
                if (!_dispatcher.TakesBack(anomaly))
                {
                    yield return anomaly;
                }
            }
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
