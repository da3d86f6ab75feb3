using System.Diagnostics.CodeAnalysis;
using LogGuard.Keys;
using LogGuard.Parsing;
using LogGuard.Pipeline;
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
public sealed class AnomalyDetector : IObservable<Anomaly>, IDisposable, IAsyncDisposable
{
    private readonly DetectorParts _parts;
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

    // Without groups each template without placeholders has a key of its own, given on the application's thread.
    internal AnomalyDetector(AnomalyDetectorOptions options, ITextGroups? textGroups)
    {
        ArgumentNullException.ThrowIfNull(options);
        _parts = new DetectorParts(options.Freeze(), textGroups, this);
    }

    /// <summary>Raised for each anomaly, on a thread of the detector's own. Events that a handler logs are not judged.</summary>
    public event EventHandler<Anomaly>? Anomaly
    {
        add => _parts.Callbacks.Anomaly += value;
        remove => _parts.Callbacks.Anomaly -= value;
    }

    /// <summary>
    /// Raised for each alert, on the thread that delivers anomalies, behind the anomaly that it is about. An alert groups the
    /// anomalies of one cause; see <see cref="AnomalyDetectorOptions.Alerts"/>. Events that a handler logs are not judged.
    /// </summary>
    public event EventHandler<Alert>? Alert
    {
        add => _parts.Callbacks.Alert += value;
        remove => _parts.Callbacks.Alert -= value;
    }

    /// <summary>Takes the events of a logging framework: for integrations with other frameworks than those that LogGuard comes with.</summary>
    public EventIntake Intake => _parts.Intake;

    /// <summary>What is being done with events now.</summary>
    public DetectorState State => _parts.Monitor.State;

    /// <summary>The share of a training that is done, 0..1.</summary>
    public double TrainingProgress => _parts.Monitor.TrainingProgress;

    /// <summary>Time since the model was trained, by the clock; null where there is none yet.</summary>
    public TimeSpan? ModelAge => _parts.Monitor.ModelAge;

    /// <summary>What was done so far.</summary>
    public DetectorCounters Counters => _parts.Monitor.Counters;

    /// <summary>
    /// Whether the settings name a callback, <see cref="AnomalyDetectorOptions.OnAnomaly"/> or
    /// <see cref="AnomalyDetectorOptions.OnAlert"/>. A host logs the alerts itself where they do not.
    /// </summary>
    public bool HasCallback => _parts.Options.OnAnomaly is not null || _parts.Options.OnAlert is not null;

    /// <summary>
    /// How sessions usually run, the most frequent kind first: mined from the same sessions as the models, and saved with
    /// them. Empty until trained, and where no sessions have a shape.
    /// </summary>
    /// <remarks>
    /// Sessions of up to 256 events are mined as wholes. In longer ones, in a log without sessions, and where several tasks in
    /// each session tell the sessions better, tasks are told apart by which lines always come together (Du et al., DeepLog,
    /// CCS 2017, section 4.3.1); <see cref="Workflow.IsTask"/> says so.
    /// </remarks>
    public IReadOnlyList<Workflow> Workflows => _parts.Processor.Learning.Model?.Workflows.Workflows ?? [];

    /// <summary>
    /// The snapshots in <see cref="AnomalyDetectorOptions.ModelPath"/>, oldest first; empty without one. Reads the folder
    /// at each call.
    /// </summary>
    public IReadOnlyList<SnapshotSummary> Snapshots => _parts.Store?.Summarise() ?? [];

    /// <summary>The alerts, to subscribe to. Told of completion when the detector is disposed of, never of an error.</summary>
    public IObservable<Alert> Alerts => new AlertSource(_parts.Dispatcher);

    /// <summary>The suppressions that hold now, by the events' clock, the first to end first.</summary>
    public IReadOnlyList<Suppression> Suppressions => _parts.Alerts.Suppressions;

    /// <summary>Subscribes to anomalies. Told of completion when the detector is disposed of, never of an error.</summary>
    public IDisposable Subscribe(IObserver<Anomaly> observer)
    {
        ArgumentNullException.ThrowIfNull(observer);
        return _parts.Dispatcher.Subscribe(observer.OnNext, observer.OnCompleted);
    }

    /// <summary>
    /// The anomalies from now on, until the detector is disposed of. Up to
    /// <see cref="AnomalyDetectorOptions.PendingAnomalyLimit"/> wait for a slow reader; further ones are counted.
    /// </summary>
    /// <param name="cancellationToken">Ends the enumeration with <see cref="OperationCanceledException"/>.</param>
    /// <remarks>
    /// What the consumer logs while it handles an anomaly is not judged, by any detector: from the moment that <c>await foreach</c> gives it
    /// until the next one is asked for. This reaches all that the loop's body awaits and starts. It does not reach code that gets
    /// anomalies through a channel, a queue or an operator such as <c>Where</c>: such code opens a scope of <see cref="Unwatched"/>.
    /// </remarks>
    public IAsyncEnumerable<Anomaly> ReadAnomaliesAsync(CancellationToken cancellationToken = default) => ReceiverStream.Open<Anomaly>(
        _parts.Dispatcher.Limit, _parts.Dispatcher.Subscribe, _parts.Dispatcher.CountDrop, _parts.Dispatcher.TakesBack, cancellationToken);

    /// <summary>
    /// The alerts from now on, until the detector is disposed of. Up to
    /// <see cref="AnomalyDetectorOptions.PendingAnomalyLimit"/> wait for a slow reader; further ones are counted.
    /// </summary>
    /// <param name="cancellationToken">Ends the enumeration with <see cref="OperationCanceledException"/>.</param>
    /// <remarks>
    /// What the consumer logs while it handles an alert is not judged, by any detector: from the moment that <c>await foreach</c> gives it
    /// until the next one is asked for. This reaches all that the loop's body awaits and starts. It does not reach code that gets
    /// alerts through a channel, a queue or an operator such as <c>Where</c>: such code opens a scope of <see cref="Unwatched"/>.
    /// </remarks>
    public IAsyncEnumerable<Alert> ReadAlertsAsync(CancellationToken cancellationToken = default) => ReceiverStream.Open<Alert>(
        _parts.Dispatcher.Limit, _parts.Dispatcher.SubscribeToAlerts, _parts.Dispatcher.CountAlertDrop, static _ => false, cancellationToken);

    /// <summary>
    /// Opens a scope in which the events that the caller logs are not taken, by this detector or any other. For code that handles
    /// anomalies or alerts, and logs them through a log that is watched: otherwise each would become an event, and might raise the
    /// next.
    /// </summary>
    /// <remarks>
    /// The scope follows the caller's execution context, as an <see cref="AsyncLocal{T}"/> does: into methods that it awaits and tasks
    /// that it starts, and these keep it after the scope has ended. It does not flow out of an async method into its caller. Callbacks,
    /// event handlers, observers, <c>IAnomalyHandler</c> and loops over <see cref="ReadAnomaliesAsync"/> and
    /// <see cref="ReadAlertsAsync"/> are in such a scope already. Open and dispose of it in one method. Costs two writes to the
    /// execution context, about 200 ns.
    /// </remarks>
    /// <returns>The scope; dispose of it.</returns>
    /// <example>
    /// <code>
    /// await foreach (var alert in channel.Reader.ReadAllAsync())
    /// {
    ///     using (detector.Unwatched())
    ///     {
    ///         logger.LogWarning("{Alert}", alert);
    ///     }
    /// }
    /// </code>
    /// </example>
    [SuppressMessage("Performance", "CA1822", Justification = "Read with a detector, and free to become the scope of one.")]
    public UnwatchedScope Unwatched() => UnwatchedScope.Open();

    /// <summary>
    /// What is known against a session, for decisions of the host's own: which traces to keep, when to break a circuit. Cheap,
    /// from any thread, and never throws.
    /// </summary>
    /// <param name="sessionId">The value of its session property, or its trace id, as text or <see cref="System.Diagnostics.ActivityTraceId"/>.</param>
    /// <returns>
    /// Null where nothing is known against it: it has no anomaly so far, was never seen, or 10,000 other sessions had one
    /// since. Normal sessions are not kept for this, so that they cost nothing.
    /// </returns>
    /// <remarks>Lines logged a few milliseconds ago may not be judged yet; <see cref="FlushAsync"/> waits for them.</remarks>
    public SessionScore? Score(object sessionId) => _parts.Alerts.ScoreOf(sessionId);

    /// <summary>
    /// Keeps alerts about one cause back until a time: its anomalies are raised and counted as ever, and the next alert about
    /// it tells how many there were. Where there is a <see cref="AnomalyDetectorOptions.ModelPath"/> it holds after a restart; a
    /// small file is written there before this returns.
    /// </summary>
    /// <param name="fingerprint">The <see cref="LogGuard.Alert.Fingerprint"/>.</param>
    /// <param name="until">When it ends, by the events' clock.</param>
    /// <returns>False where 10,000 hold already.</returns>
    /// <exception cref="ArgumentException">The fingerprint is empty, or longer than 100 characters.</exception>
    public bool Suppress(string fingerprint, DateTimeOffset until) => _parts.Alerts.Suppress(fingerprint, until);

    /// <summary>Ends a suppression. What it kept back is told at once, as far as the rate limits allow.</summary>
    /// <param name="fingerprint">The <see cref="LogGuard.Alert.Fingerprint"/>.</param>
    /// <returns>Whether there was one.</returns>
    public bool Unsuppress(string fingerprint) => _parts.Alerts.Unsuppress(fingerprint);

    /// <summary>
    /// Answers an anomaly with "that was normal": its pattern is not reported again, in this process and, where there is
    /// a <see cref="AnomalyDetectorOptions.ModelPath"/>, after a restart. The pattern is the new template; or the
    /// template, or the session's end, behind the same last steps; or the same wrong count of a template.
    /// </summary>
    /// <param name="anomaly">An anomaly of this detector.</param>
    /// <returns>
    /// False where it cannot be marked: it is not of this detector, or was read back from text and is not among the last
    /// 10,000; its template found no room in the vocabulary; or 100,000 patterns are marked already, which is told.
    /// </returns>
    /// <remarks>
    /// May be called from any thread, and in the anomaly's receiver, and as often as one likes. It counts at once for all
    /// that is judged later, and for anomalies that still wait for their receivers: those of the same pattern are
    /// withdrawn, so whoever answers while receiving is asked once, however far detection is ahead.
    /// </remarks>
    public bool MarkNormal(Anomaly anomaly)
    {
        ArgumentNullException.ThrowIfNull(anomaly);
        return _parts.Feedback.Mark(anomaly, isNormal: true);
    }

    /// <summary>Answers the anomaly with an <see cref="Anomaly.Id"/> with "that was normal"; see <see cref="MarkNormal(Anomaly)"/>.</summary>
    /// <param name="id">The id of one of the last 10,000 anomalies since the detector was made.</param>
    /// <returns>False where the id is not known any more, or for the reasons that <see cref="MarkNormal(Anomaly)"/> has.</returns>
    public bool MarkNormal(long id) => _parts.Feedback.Mark(id, isNormal: true);

    /// <summary>
    /// Answers an anomaly with "that was rightly reported": takes a mark as normal back, so that its pattern is reported
    /// again, and is remembered. Where answers contradict each other the last one counts, and a diagnostic line says so.
    /// </summary>
    /// <param name="anomaly">An anomaly of this detector.</param>
    /// <returns>False where it cannot be marked, for the reasons that <see cref="MarkNormal(Anomaly)"/> has.</returns>
    public bool MarkAnomalous(Anomaly anomaly)
    {
        ArgumentNullException.ThrowIfNull(anomaly);
        return _parts.Feedback.Mark(anomaly, isNormal: false);
    }

    /// <summary>Answers the anomaly with an <see cref="Anomaly.Id"/> with "that was rightly reported"; see <see cref="MarkAnomalous(Anomaly)"/>.</summary>
    /// <param name="id">The id of one of the last 10,000 anomalies since the detector was made.</param>
    /// <returns>False where the id is not known any more, or there is no room for more marks.</returns>
    public bool MarkAnomalous(long id) => _parts.Feedback.Mark(id, isNormal: false);

    /// <summary>
    /// Reads a text log: each event's template is mined from its message, and it is learnt from or judged like any other.
    /// Returns when the log ends; a followed one, when it is cancelled.
    /// </summary>
    /// <remarks>
    /// Nothing of a text is dropped: a full queue holds the reading back. Several logs may be read at a time; templates are
    /// mined over all of them. Where the log ended its sessions may go on: <see cref="CloseSessionsAsync"/> ends them.
    /// </remarks>
    /// <param name="options">The file and how it is read.</param>
    /// <param name="cancellationToken">Ends the reading; what was read until then stays read.</param>
    /// <returns>What was read. Trouble on the way is in <see cref="TextLogSummary.EndedEarly"/>.</returns>
    /// <exception cref="ArgumentException">Settings are out of their range; the message names every fault.</exception>
    /// <exception cref="IOException">The file is not there or cannot be opened, and it is not followed.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read, and it is not followed.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    /// <example>
    /// <code>
    /// await detector.ReadLinesAsync(new TextLogOptions { Path = "/var/log/app.log", Format = "Log4j", Follow = true }, stopping);
    /// </code>
    /// </example>
    public Task<TextLogSummary> ReadLinesAsync(TextLogOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        return _parts.Texts.ReadFileAsync(options.Freeze(), null, cancellationToken);
    }

    /// <summary>Reads a file, plain or gzip, to its end; see <see cref="ReadLinesAsync(TextLogOptions, CancellationToken)"/>.</summary>
    /// <param name="path">The file.</param>
    /// <param name="format">How its lines are built.</param>
    /// <param name="options">How it is read; its path and its format do not count. Null for the defaults.</param>
    /// <param name="cancellationToken">Ends the reading; what was read until then stays read.</param>
    /// <inheritdoc cref="ReadLinesAsync(TextLogOptions, CancellationToken)"/>
    public Task<TextLogSummary> ReadLinesAsync(
        string path, LineFormat format, TextLogOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(format);
        var copy = (options ?? new TextLogOptions()).With(path);
        return _parts.Texts.ReadFileAsync(copy.Freeze(), format, cancellationToken);
    }

    /// <summary>Reads a text to its end; see <see cref="ReadLinesAsync(TextLogOptions, CancellationToken)"/>.</summary>
    /// <param name="reader">The text; read by nobody else meanwhile, and not closed.</param>
    /// <param name="format">How its lines are built.</param>
    /// <param name="options">How it is read; its path and its format do not count. Null for the defaults.</param>
    /// <param name="cancellationToken">Ends the reading; what was read until then stays read.</param>
    /// <inheritdoc cref="ReadLinesAsync(TextLogOptions, CancellationToken)"/>
    public Task<TextLogSummary> ReadLinesAsync(
        TextReader reader, LineFormat format, TextLogOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(reader);
        ArgumentNullException.ThrowIfNull(format);
        var copy = (options ?? new TextLogOptions()).Freeze(hasPath: false);
        return _parts.Texts.ReadAsync(new ReaderSource(reader, copy.LineLengthLimit), format, copy, null, cancellationToken);
    }

    /// <summary>Reads a stream of bytes, plain or gzip, to its end; see <see cref="ReadLinesAsync(TextLogOptions, CancellationToken)"/>.</summary>
    /// <param name="stream">The text; read by nobody else meanwhile, and not closed.</param>
    /// <param name="format">How its lines are built.</param>
    /// <param name="options">How it is read; its path and its format do not count. Null for the defaults.</param>
    /// <param name="cancellationToken">Ends the reading; what was read until then stays read.</param>
    /// <inheritdoc cref="ReadLinesAsync(TextLogOptions, CancellationToken)"/>
    public Task<TextLogSummary> ReadLinesAsync(
        Stream stream, LineFormat format, TextLogOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(format);
        var copy = (options ?? new TextLogOptions()).Freeze(hasPath: false);
        return _parts.Texts.ReadAsync(new StreamSource(stream, LineEncoding.TryFor(copy.Encoding), copy.LineLengthLimit), format, copy, null, cancellationToken);
    }

    /// <summary>Waits until all events logged so far have been worked off and their anomalies delivered.</summary>
    /// <param name="cancellationToken">Ends the waiting, not the work.</param>
    public async Task FlushAsync(CancellationToken cancellationToken = default)
    {
        await _parts.Commands.RunAsync(static () => true, cancellationToken).ConfigureAwait(false);
        await _parts.Dispatcher.FlushAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Takes all open sessions as ended, without waiting for their idle time: they are learnt from or judged, and their
    /// anomalies are delivered. For a pause in the work, and at the end of a replay.
    /// </summary>
    /// <param name="cancellationToken">Ends the waiting, not the work.</param>
    public async Task CloseSessionsAsync(CancellationToken cancellationToken = default)
    {
        await _parts.Commands.RunAsync(
            () =>
            {
                _parts.Processor.EndAll();
                return true;
            },
            cancellationToken).ConfigureAwait(false);
        await _parts.Dispatcher.FlushAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Takes one session as ended, behind all events logged so far. Returns at once.</summary>
    /// <param name="sessionId">The value of its session property.</param>
    public void CloseSession(object sessionId)
    {
        ArgumentNullException.ThrowIfNull(sessionId);
        var id = Intake.KnownAs(SessionId.From(sessionId));
        _ = _parts.Queue.PostAsync(() => _parts.Processor.End(id));
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
        _parts.Commands.WaitAsync(_parts.Processor.Learning.Train, cancellationToken);

    /// <summary>Saves what is learnt so far as a new snapshot: the trained model, or the sessions collected.</summary>
    /// <param name="cancellationToken">Ends the waiting, not the saving.</param>
    /// <returns>The folder of the snapshot; null once the detector is disposed of.</returns>
    /// <exception cref="InvalidOperationException"><see cref="AnomalyDetectorOptions.ModelPath"/> is not set.</exception>
    /// <exception cref="IOException">The disk does not allow it.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be written to.</exception>
    public Task<string?> SaveAsync(CancellationToken cancellationToken = default) =>
        _parts.Commands.RunAsync<string?>(_parts.Processor.Learning.Save, cancellationToken);

    /// <summary>
    /// Has what was answered so far learnt now, instead of a few seconds later, and waits for it: the log key model learns
    /// the steps marked normal (DeepLog, section 3.3), the count model the counts, the value models the values, and the
    /// workflows what went otherwise.
    /// </summary>
    /// <param name="cancellationToken">Ends the waiting, not the learning.</param>
    /// <returns>False where the detector does not detect yet.</returns>
    public Task<bool> LearnFeedbackAsync(CancellationToken cancellationToken = default) =>
        _parts.Commands.WaitAsync(_parts.Processor.Learning.LearnFeedback, cancellationToken);

    /// <summary>
    /// Trains again on recent sessions in which nothing is reported, beside detection, and waits until the detector detects
    /// by what they taught, of their times and values, too. Answers hold on. See <see cref="TrainingOptions.RecentSessions"/>.
    /// </summary>
    /// <param name="cancellationToken">Ends the waiting, not the training.</param>
    /// <returns>
    /// False where the detector does not detect yet, or there are too few such sessions, which is told: the model stays as it
    /// is then.
    /// </returns>
    public Task<bool> RetrainAsync(CancellationToken cancellationToken = default) =>
        _parts.Commands.WaitAsync(done => _parts.Processor.Learning.Retrain(done, _parts.Processor.EventTime), cancellationToken);

    /// <summary>
    /// Returns to an earlier snapshot: its model, its answers and its recent sessions, which are saved as a new snapshot so
    /// that they are what a restart finds.
    /// </summary>
    /// <param name="number">A number of <see cref="Snapshots"/>.</param>
    /// <param name="cancellationToken">Ends the waiting, not the return.</param>
    /// <returns>
    /// False where it cannot be used, which is told: there is no such snapshot, it is damaged, holds no trained model, or
    /// one of another detector or other templates; or the detector is training.
    /// </returns>
    /// <exception cref="InvalidOperationException"><see cref="AnomalyDetectorOptions.ModelPath"/> is not set.</exception>
    public async Task<bool> RollbackAsync(int number, CancellationToken cancellationToken = default)
    {
        // Not on the reader's thread, which must not wait for the disk.
        var snapshot = await Task.Run(() => _parts.Snapshots.Load(number, _parts.Processor.WindowSize), cancellationToken).ConfigureAwait(false);
        return snapshot is not null
            && await _parts.Commands.RunAsync(() => _parts.Processor.Learning.RollBack(snapshot), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Applies changed settings to the running detector, behind the events taken so far. Those that can change while it runs take
    /// effect; <see cref="AnomalyDetectorOptions.Diagnostics"/> is told which did, and which need a restart. Returns at once.
    /// </summary>
    /// <param name="options">All settings as they are wanted now; copied.</param>
    /// <exception cref="ArgumentException">Settings are out of their range; the message names every fault, and none is applied.</exception>
    public void ApplySettings(AnomalyDetectorOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        _parts.Settings.Post(options.Freeze());
    }

    /// <summary>
    /// Stops taking events, works off the queued ones, judges or keeps the open sessions, saves what is not saved yet,
    /// and delivers the anomalies; all within <see cref="QueueOptions.ShutdownTimeout"/>. A second call does nothing.
    /// </summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) == 0)
        {
            _parts.Stop();
        }
    }

    /// <inheritdoc cref="Dispose"/>
    public ValueTask DisposeAsync() =>
        Volatile.Read(ref _isDisposed) != 0 ? ValueTask.CompletedTask : new ValueTask(Task.Run(Dispose));

    /// <summary>Name of the engine that networks are trained and served with, such as <c>managed</c>.</summary>
    internal string EngineName => _parts.Engine.Name;
}
