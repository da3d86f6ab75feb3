using System.Diagnostics.CodeAnalysis;
using LogGuard.Alerts;
using LogGuard.Configuration;
using LogGuard.Keys;
using LogGuard.Parsing;
using LogGuard.Pipeline;
using LogGuard.Workflows;

namespace LogGuard;

/// <summary>
/// Watches a log: learns what its sessions look like, then raises an anomaly for each line and each session's end that
/// does not fit. Events come from the integration of a logging framework, such as <c>.WriteTo.AnomalyDetector(detector)</c>.
/// </summary>
/// <remarks>
/// All members may be called from any thread. Anomalies are delivered one at a time, in order, on a dedicated thread.
/// Receivers may block or throw. Events after disposal are ignored.
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

    /// <summary>Creates a detector, and loads the saved model if there is one.</summary>
    /// <param name="options">The settings; copied.</param>
    /// <exception cref="ArgumentException">A setting is out of range; the message names every fault.</exception>
    /// <exception cref="InvalidOperationException">
    /// <see cref="AnomalyDetectorOptions.RequireModel"/> is set, and there is no usable trained model.
    /// </exception>
    public AnomalyDetector(AnomalyDetectorOptions options)
        : this(options, new MinedTextGroups())
    {
    }

    // If textGroups is null, each template without placeholders gets its own key on the application's thread.
    internal AnomalyDetector(AnomalyDetectorOptions options, ITextGroups? textGroups)
    {
        ArgumentNullException.ThrowIfNull(options);
        _parts = new DetectorParts(options.Freeze(), textGroups, this);
    }

    /// <summary>Raised for each anomaly, on a dedicated thread. Events that a handler logs are not judged.</summary>
    public event EventHandler<Anomaly>? Anomaly
    {
        add => _parts.Callbacks.Anomaly += value;
        remove => _parts.Callbacks.Anomaly -= value;
    }

    /// <summary>
    /// Raised for each alert, on the thread that delivers anomalies, after its anomaly. An alert groups the anomalies of one
    /// cause; see <see cref="AnomalyDetectorOptions.Alerts"/>. Events that a handler logs are not judged.
    /// </summary>
    public event EventHandler<Alert>? Alert
    {
        add => _parts.Callbacks.Alert += value;
        remove => _parts.Callbacks.Alert -= value;
    }

    /// <summary>Accepts the events of a logging framework. For integrations with frameworks that LogGuard does not support itself.</summary>
    public EventIntake Intake => _parts.Intake;

    /// <summary>The current phase: collecting, training or detecting.</summary>
    public DetectorState State => _parts.Monitor.State;

    /// <summary>The completed share of the current training, 0..1.</summary>
    public double TrainingProgress => _parts.Monitor.TrainingProgress;

    /// <summary>Time since the model was trained, by the clock; null if there is no model yet.</summary>
    public TimeSpan? ModelAge => _parts.Monitor.ModelAge;

    /// <summary>Counters since the start, such as events received and anomalies raised.</summary>
    public DetectorCounters Counters => _parts.Monitor.Counters;

    /// <summary>
    /// Whether a callback is set, <see cref="AnomalyDetectorOptions.OnAnomaly"/> or
    /// <see cref="AnomalyDetectorOptions.OnAlert"/>. If not, a host logs the alerts itself.
    /// </summary>
    public bool HasCallback => _parts.Options.OnAnomaly is not null || _parts.Options.OnAlert is not null;

    /// <summary>
    /// The usual workflows of sessions, most frequent first. They are mined from the same sessions as the models, and saved
    /// with them. Empty before training, and if no sessions have a common shape.
    /// </summary>
    /// <remarks>
    /// Sessions of up to 256 events are mined as a whole. Longer sessions, logs without sessions, and sessions that several tasks
    /// describe better are divided into tasks by the lines that always occur together (Du et al., DeepLog, CCS 2017, section
    /// 4.3.1). <see cref="Workflow.IsTask"/> is true for such a task.
    /// </remarks>
    public IReadOnlyList<Workflow> Workflows => _parts.Processor.Learning.Model?.Workflows.Workflows ?? [];

    /// <summary>
    /// How many normal sessions the detector is expected to report, by the sessions that it learnt from, with the 95 % bounds that
    /// their number allows; null before training.
    /// </summary>
    public DetectorCalibration? Calibration => _parts.Processor.Learning.Model?.Calibrate(_parts.Options.Model.TargetAlarmRate);

    /// <summary>
    /// How many sessions the detector did report under its present model, for each question, beside what the learnt sessions promise;
    /// null before the first session ended. While it detects, a question that reports more than promised for a day or longer, in
    /// sessions that are otherwise as usual, is calibrated on what it saw, and a diagnostic line says so.
    /// </summary>
    public MeasuredAlarmRate? MeasuredAlarmRate => _parts.Processor.Learning.Promise.Measured;

    /// <summary>
    /// The snapshots in <see cref="AnomalyDetectorOptions.ModelPath"/>, oldest first; empty if it is not set. Reads the
    /// folder at each call.
    /// </summary>
    public IReadOnlyList<SnapshotSummary> Snapshots => _parts.Store?.Summarise() ?? [];

    /// <summary>All message templates that have a log key, by key, with their use since the detector was created. Costs some nanoseconds a template.</summary>
    public IReadOnlyList<TemplateUsage> Templates => _parts.Templates;

    /// <summary>The settings in force, in the order of the documentation. Secrets are not shown.</summary>
    public IReadOnlyList<EffectiveSetting> Settings => SettingTable.Effective(_parts.Options);

    /// <summary>The alerts as an observable. It completes when the detector is disposed, and never reports an error.</summary>
    public IObservable<Alert> Alerts => new AlertSource(_parts.Dispatcher);

    /// <summary>The suppressions in force by event time, in the order of their ends.</summary>
    public IReadOnlyList<Suppression> Suppressions => _parts.Alerts.Suppressions;

    /// <summary>Subscribes to anomalies. The observer completes when the detector is disposed, and never receives an error.</summary>
    public IDisposable Subscribe(IObserver<Anomaly> observer)
    {
        ArgumentNullException.ThrowIfNull(observer);
        return _parts.Dispatcher.Subscribe(observer.OnNext, observer.OnCompleted);
    }

    /// <summary>
    /// Streams the anomalies from now on, until the detector is disposed. Up to
    /// <see cref="AnomalyDetectorOptions.PendingAnomalyLimit"/> are queued for a slow consumer; further ones are dropped and counted.
    /// </summary>
    /// <param name="cancellationToken">Ends the enumeration with <see cref="OperationCanceledException"/>.</param>
    /// <remarks>
    /// No detector judges the events that the consumer logs while it handles an anomaly, from the moment that <c>await foreach</c> returns
    /// it until the next is requested. This includes everything that the loop's body awaits and starts. It excludes code that
    /// receives anomalies through a channel, a queue or an operator such as <c>Where</c>; such code opens a scope of
    /// <see cref="Unwatched"/>.
    /// </remarks>
    public IAsyncEnumerable<Anomaly> ReadAnomaliesAsync(CancellationToken cancellationToken = default) => ReceiverStream.Open<Anomaly>(
        _parts.Dispatcher.Limit, _parts.Dispatcher.Subscribe, SeverityRule.RankOf, _parts.Dispatcher.CountDrop, _parts.Dispatcher.TakesBack, cancellationToken);

    /// <summary>
    /// Streams the alerts from now on, until the detector is disposed. Up to
    /// <see cref="AnomalyDetectorOptions.PendingAnomalyLimit"/> are queued for a slow consumer; further ones are dropped and counted.
    /// </summary>
    /// <param name="cancellationToken">Ends the enumeration with <see cref="OperationCanceledException"/>.</param>
    /// <remarks>
    /// No detector judges the events that the consumer logs while it handles an alert, from the moment that <c>await foreach</c> returns
    /// it until the next is requested. This includes everything that the loop's body awaits and starts. It excludes code that
    /// receives alerts through a channel, a queue or an operator such as <c>Where</c>; such code opens a scope of
    /// <see cref="Unwatched"/>.
    /// </remarks>
    public IAsyncEnumerable<Alert> ReadAlertsAsync(CancellationToken cancellationToken = default) => ReceiverStream.Open<Alert>(
        _parts.Dispatcher.Limit, _parts.Dispatcher.SubscribeToAlerts, SeverityRule.RankOf, _parts.Dispatcher.CountAlertDrop, static _ => false, cancellationToken);

    /// <summary>
    /// Opens a scope in which no detector takes the events that the caller logs. Use it in code that handles anomalies or alerts and
    /// logs them through a watched log. Otherwise each would become an event, which might raise the next anomaly.
    /// </summary>
    /// <remarks>
    /// The scope flows with the caller's execution context, as an <see cref="AsyncLocal{T}"/> does, into methods that the caller
    /// awaits and tasks that it starts. Those keep it after the scope has ended. It does not flow out of an async method into its
    /// caller. Callbacks, event handlers, observers, <c>IAnomalyHandler</c> and loops over <see cref="ReadAnomaliesAsync"/> and
    /// <see cref="ReadAlertsAsync"/> are already in such a scope. Open and dispose the scope in the same method. It costs two writes
    /// to the execution context, about 200 ns.
    /// </remarks>
    /// <returns>The scope, which ends when it is disposed.</returns>
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
    [SuppressMessage("Performance", "CA1822", Justification = "An instance member, so that the scope can later apply to one detector only.")]
    public UnwatchedScope Unwatched() => UnwatchedScope.Open();

    /// <summary>
    /// Returns the anomalies of a session as a score, for decisions of the host such as which traces to keep or when to break a
    /// circuit. Cheap, and never throws.
    /// </summary>
    /// <param name="sessionId">
    /// The value of the session property, of any type with the same text; the trace id, as text or
    /// <see cref="System.Diagnostics.ActivityTraceId"/>; or the <see cref="LogGuard.Anomaly.SessionId"/> of an anomaly.
    /// </param>
    /// <returns>
    /// Null if the session has no anomaly so far, was never seen, or 10,000 other sessions have had an anomaly since. Normal
    /// sessions are not stored, so they cost nothing.
    /// </returns>
    /// <remarks>Lines logged a few milliseconds ago may not be judged yet; <see cref="FlushAsync"/> waits for them.</remarks>
    public SessionScore? Score(object sessionId) => _parts.Alerts.ScoreOf(sessionId);

    /// <summary>
    /// Suppresses alerts about one cause until a time. Its anomalies are still raised and counted, and the next alert about it
    /// contains their number. If <see cref="AnomalyDetectorOptions.ModelPath"/> is set, the suppression survives a restart; a small
    /// file is written there before this method returns.
    /// </summary>
    /// <param name="fingerprint">The <see cref="LogGuard.Alert.Fingerprint"/>.</param>
    /// <param name="until">When the suppression ends, by event time.</param>
    /// <returns>False if 10,000 suppressions are in force already.</returns>
    /// <exception cref="ArgumentException">The fingerprint is empty, or longer than 100 characters.</exception>
    public bool Suppress(string fingerprint, DateTimeOffset until) => _parts.Alerts.Suppress(fingerprint, until);

    /// <summary>
    /// Returns the causes of anomalies that are not resolved, those of the most severe incidents first, then the latest ones. They are
    /// read by the detector's own thread, behind the events queued so far.
    /// </summary>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns>The causes; none if the detector is disposed.</returns>
    public async Task<IReadOnlyList<ActiveCause>> GetCausesAsync(CancellationToken cancellationToken = default) =>
        await _parts.Commands.RunAsync(() => _parts.Alerts.Policy.Causes, cancellationToken).ConfigureAwait(false) ?? [];

    /// <summary>
    /// Returns the fingerprint of an anomaly's cause, the <see cref="LogGuard.Alert.Fingerprint"/> of its alerts, for tools that group
    /// anomalies themselves.
    /// </summary>
    /// <param name="anomaly">An anomaly of this detector.</param>
    public string FingerprintOf(Anomaly anomaly)
    {
        ArgumentNullException.ThrowIfNull(anomaly);
        return _parts.Alerts.FingerprintOf(anomaly);
    }

    /// <summary>Ends a suppression. The suppressed alerts are sent at once, as far as the rate limits allow.</summary>
    /// <param name="fingerprint">The <see cref="LogGuard.Alert.Fingerprint"/>.</param>
    /// <returns>False if there was no such suppression.</returns>
    public bool Unsuppress(string fingerprint) => _parts.Alerts.Unsuppress(fingerprint);

    /// <summary>
    /// Marks an anomaly as normal. Its pattern is not reported again in this process and, if
    /// <see cref="AnomalyDetectorOptions.ModelPath"/> is set, after a restart. The pattern is the new template; or the
    /// template, or the session's end, after the same last steps; or the same wrong count of a template.
    /// </summary>
    /// <param name="anomaly">An anomaly of this detector.</param>
    /// <returns>
    /// False if it cannot be marked: it belongs to another detector, or was deserialized and is not among the last 10,000; its
    /// template did not fit into the vocabulary; or 100,000 patterns are marked already, which is written to the diagnostics.
    /// </returns>
    /// <remarks>
    /// May be called from any thread, within the anomaly's receiver, and repeatedly. It takes effect at once for all later
    /// verdicts. Queued anomalies of the same pattern are withdrawn, so a receiver that marks anomalies sees each pattern once,
    /// however far detection is ahead.
    /// </remarks>
    public bool MarkNormal(Anomaly anomaly)
    {
        ArgumentNullException.ThrowIfNull(anomaly);
        return _parts.Feedback.Mark(anomaly, isNormal: true);
    }

    /// <summary>Marks the anomaly with an <see cref="Anomaly.Id"/> as normal; see <see cref="MarkNormal(Anomaly)"/>.</summary>
    /// <param name="id">The id of one of the last 10,000 anomalies since the detector was made.</param>
    /// <returns>False if the id is no longer known, or for the reasons listed at <see cref="MarkNormal(Anomaly)"/>.</returns>
    public bool MarkNormal(long id) => _parts.Feedback.Mark(id, isNormal: true);

    /// <summary>
    /// Confirms an anomaly as rightly reported. This removes a mark as normal, so that the pattern is reported again, and is
    /// remembered. If marks contradict each other the last one counts, and a message is written to the diagnostics.
    /// </summary>
    /// <param name="anomaly">An anomaly of this detector.</param>
    /// <returns>False if it cannot be marked, for the reasons listed at <see cref="MarkNormal(Anomaly)"/>.</returns>
    public bool MarkAnomalous(Anomaly anomaly)
    {
        ArgumentNullException.ThrowIfNull(anomaly);
        return _parts.Feedback.Mark(anomaly, isNormal: false);
    }

    /// <summary>Confirms the anomaly with an <see cref="Anomaly.Id"/> as rightly reported; see <see cref="MarkAnomalous(Anomaly)"/>.</summary>
    /// <param name="id">The id of one of the last 10,000 anomalies since the detector was made.</param>
    /// <returns>False if the id is no longer known, or the limit of marks is reached.</returns>
    public bool MarkAnomalous(long id) => _parts.Feedback.Mark(id, isNormal: false);

    /// <summary>
    /// Takes the answer to an anomaly back, whether it was <see cref="MarkNormal(long)"/> or <see cref="MarkAnomalous(long)"/>. The models keep
    /// what they have learnt from it in the meantime, until the next training.
    /// </summary>
    /// <param name="id">The id of one of the last 10,000 anomalies since the detector was made.</param>
    /// <returns>False if there is no answer, or the id is no longer known.</returns>
    public bool Unmark(long id) => _parts.Feedback.Unmark(id);

    /// <summary>
    /// Reads a text log. Each event's template is mined from its message, and the event is learnt from or judged like any other.
    /// Completes at the end of the log, and on cancellation.
    /// </summary>
    /// <remarks>
    /// Events of a text are never dropped: a full queue delays the reading. Several logs may be read concurrently; templates are
    /// mined across all of them. Sessions stay open at the end of the log; <see cref="CloseSessionsAsync"/> ends them.
    /// </remarks>
    /// <param name="options">The file and the settings for reading it.</param>
    /// <param name="cancellationToken">
    /// Ends the reading without an exception; <see cref="TextLogSummary.Canceled"/> is then true. Events read until then are kept, and
    /// the position is saved.
    /// </param>
    /// <returns>The summary of the reading. <see cref="TextLogSummary.EndedEarly"/> contains a failure that ended it early.</returns>
    /// <exception cref="ArgumentException">A setting is out of range; the message names every fault.</exception>
    /// <exception cref="IOException">The file does not exist or cannot be opened, and it is not followed.</exception>
    /// <exception cref="UnauthorizedAccessException">Access to the file is denied, and it is not followed.</exception>
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
    /// <param name="format">The format of its lines.</param>
    /// <param name="options">The settings for reading; their path and format are ignored. Null for the defaults.</param>
    /// <param name="cancellationToken">Ends the reading without an exception. Events read until then are kept.</param>
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
    /// <param name="reader">The text. It must not be used otherwise meanwhile, and is not closed.</param>
    /// <param name="format">The format of its lines.</param>
    /// <param name="options">The settings for reading; their path and format are ignored. Null for the defaults.</param>
    /// <param name="cancellationToken">Ends the reading without an exception. Events read until then are kept.</param>
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
    /// <param name="stream">The text. It must not be used otherwise meanwhile, and is not closed.</param>
    /// <param name="format">The format of its lines.</param>
    /// <param name="options">The settings for reading; their path and format are ignored. Null for the defaults.</param>
    /// <param name="cancellationToken">Ends the reading without an exception. Events read until then are kept.</param>
    /// <inheritdoc cref="ReadLinesAsync(TextLogOptions, CancellationToken)"/>
    public Task<TextLogSummary> ReadLinesAsync(
        Stream stream, LineFormat format, TextLogOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(format);
        var copy = (options ?? new TextLogOptions()).Freeze(hasPath: false);
        return _parts.Texts.ReadAsync(new StreamSource(stream, LineEncoding.TryFor(copy.Encoding), copy.LineLengthLimit), format, copy, null, cancellationToken);
    }

    /// <summary>Waits until all events logged so far have been processed and their anomalies delivered.</summary>
    /// <remarks>
    /// Inside a receiver of anomalies or alerts it waits for the processing only, because further deliveries begin when the receiver
    /// returns. Inside a receiver of <see cref="AnomalyDetectorOptions.Diagnostics"/> it returns a completed task.
    /// </remarks>
    /// <param name="cancellationToken">Ends the waiting, not the work.</param>
    public Task FlushAsync(CancellationToken cancellationToken = default) => _parts.Commands.FlushAsync(static () => { }, cancellationToken);

    /// <summary>
    /// Ends all open sessions without waiting for their idle timeout. They are learnt from or judged, and their anomalies are
    /// delivered. Use it in a pause of the workload, or at the end of a replay.
    /// </summary>
    /// <remarks>Inside a receiver it waits as <see cref="FlushAsync"/> does there.</remarks>
    /// <param name="cancellationToken">Ends the waiting, not the work.</param>
    public Task CloseSessionsAsync(CancellationToken cancellationToken = default) => _parts.Commands.FlushAsync(_parts.Processor.EndAll, cancellationToken);

    /// <summary>Ends one session, after all events logged so far. Returns without waiting. Does nothing if it is not open.</summary>
    /// <param name="sessionId">
    /// The value of the session property, of any type with the same text; the trace id; or the
    /// <see cref="LogGuard.Anomaly.SessionId"/> of an anomaly.
    /// </param>
    public void CloseSession(object sessionId)
    {
        ArgumentNullException.ThrowIfNull(sessionId);
        SessionId session;
        try
        {
            session = SessionId.From(sessionId);
        }
        catch (Exception failure)
        {
            // The value may be of the application's own type, whose conversion to text may throw.
            Intake.ReportNotRead(failure);
            return;
        }

        _parts.Queue.Post(() => _ = Intake.CandidatesOf(session).Any(_parts.Processor.End));
    }

    /// <summary>
    /// Trains now on the sessions that have ended so far, regardless of their number, and waits until the detector detects with
    /// the new model.
    /// </summary>
    /// <param name="cancellationToken">Ends the waiting, not the training.</param>
    /// <returns>
    /// False if there was nothing to train on: no session has ended yet, or the detector is detecting already.
    /// </returns>
    public Task<bool> TrainAsync(CancellationToken cancellationToken = default) =>
        _parts.Commands.WaitAsync(_parts.Processor.Learning.Train, cancellationToken);

    /// <summary>
    /// Trains now on the sessions collected so far and on sessions with labels; those labelled normal count as collected ones. A detector
    /// that detects already trains again. Only models that learn from labels use the anomalous ones, see
    /// <see cref="AnomalyDetectorOptionsExtensions.UseDetector"/>. Labels are kept for later trainings, also after a restart
    /// if <see cref="AnomalyDetectorOptions.ModelPath"/> is set, up to 1,000,000 events; later ones beyond that are not learnt, which the
    /// diagnostics say. Where a model was added, answers are labels, too: <see cref="MarkNormal(Anomaly)"/> and
    /// <see cref="MarkAnomalous(Anomaly)"/> label the session of the anomaly for the next training.
    /// </summary>
    /// <param name="sessions">The sessions.</param>
    /// <param name="cancellationToken">Ends the waiting, not the training.</param>
    /// <returns>False if there is nothing to train on, if the training failed, or if it is under way already.</returns>
    /// <exception cref="ArgumentException">A session has no template, or one of them is null.</exception>
    public Task<bool> TrainAsync(IEnumerable<LabelledSession> sessions, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(sessions);
        LabelledSession[] labelled = [.. sessions];
        if (Array.Exists(labelled, session => session?.Templates is not { Count: > 0 } templates || templates.Contains(null!)))
        {
            throw new ArgumentException("A labelled session has no template, or one that is null.", nameof(sessions));
        }

        return _parts.Commands.WaitAsync(done => _parts.Processor.Learning.Train(done, labelled, _parts.Processor.EventTime), cancellationToken);
    }

    /// <summary>
    /// Ends all open sessions, and returns the sessions collected so far as flows. For recording the flows of a test suite, whose
    /// detector only collects; the package LogGuard.Testing does so.
    /// </summary>
    /// <param name="cancellationToken">Ends the waiting, not the work.</param>
    /// <returns>The flows; null if the detector has begun to train, or is disposed.</returns>
    public Task<LogFlows?> CollectFlowsAsync(CancellationToken cancellationToken = default) =>
        _parts.Commands.RunAsync(_parts.Processor.CollectFlows, cancellationToken);

    /// <summary>Saves a new snapshot with the trained model, or with the sessions collected so far.</summary>
    /// <param name="cancellationToken">Ends the waiting, not the saving.</param>
    /// <returns>The folder of the snapshot; null if the detector is disposed.</returns>
    /// <exception cref="InvalidOperationException"><see cref="AnomalyDetectorOptions.ModelPath"/> is not set.</exception>
    /// <exception cref="IOException">The snapshot could not be written.</exception>
    /// <exception cref="UnauthorizedAccessException">Access to the folder is denied.</exception>
    public Task<string?> SaveAsync(CancellationToken cancellationToken = default) =>
        _parts.Commands.RunAsync<string?>(_parts.Processor.Learning.Save, cancellationToken);

    /// <summary>
    /// Learns from the feedback so far now, instead of a few seconds later, and waits for it. The log key model learns the steps
    /// marked normal (DeepLog, section 3.3), the count model the counts, the value models the values, and the workflows the
    /// deviating steps.
    /// </summary>
    /// <param name="cancellationToken">Ends the waiting, not the learning.</param>
    /// <returns>False if the detector is not detecting yet.</returns>
    public Task<bool> LearnFeedbackAsync(CancellationToken cancellationToken = default) =>
        _parts.Commands.WaitAsync(_parts.Processor.Learning.LearnFeedback, cancellationToken);

    /// <summary>
    /// Trains again on recent sessions without reported anomalies, concurrently with detection, and waits until the detector
    /// uses the new model, including its times and values. Feedback stays in force. See
    /// <see cref="TrainingOptions.RecentSessions"/>.
    /// </summary>
    /// <remarks>
    /// Sessions that stand reported are learnt, too, if all that is reported in them are changes that lasted and look like no fault, and
    /// that were not marked anomalous. The diagnostics name these changes, and those that are left out with the reason;
    /// <see cref="SnapshotSummary.LearntChanges"/> lists them. <see cref="RollbackAsync"/> takes them back.
    /// </remarks>
    /// <param name="cancellationToken">Ends the waiting, not the training.</param>
    /// <returns>
    /// False if the detector is not detecting yet, or there are too few such sessions, which is written to the diagnostics. The
    /// model then stays unchanged.
    /// </returns>
    public Task<bool> RetrainAsync(CancellationToken cancellationToken = default) =>
        _parts.Commands.WaitAsync(done => _parts.Processor.Learning.Retrain(done, _parts.Processor.EventTime), cancellationToken);

    /// <summary>
    /// Restores an earlier snapshot with its model, its feedback and its recent sessions. They are saved as a new snapshot, so
    /// that a restart loads them.
    /// </summary>
    /// <param name="number">A number of <see cref="Snapshots"/>.</param>
    /// <param name="cancellationToken">Ends the waiting, not the rollback.</param>
    /// <returns>
    /// False if the snapshot cannot be used; the reason is written to the diagnostics. It does not exist, is damaged, has no trained
    /// model, or belongs to another detector or other templates; or the detector is training.
    /// </returns>
    /// <exception cref="InvalidOperationException"><see cref="AnomalyDetectorOptions.ModelPath"/> is not set.</exception>
    public Task<bool> RollbackAsync(int number, CancellationToken cancellationToken = default)
    {
        // Loads off the reader's thread, which must not wait for the disk.
        var mustNotWait = _parts.Commands.MustNotWait;
        var rollback = DedicatedThread.RunAsync("LogGuard rollback", () => _parts.Snapshots.Load(number, _parts.Processor.WindowSize) is { } snapshot
            && _parts.Commands.RunAsync(() => _parts.Processor.Learning.RollBack(snapshot), CancellationToken.None).GetAwaiter().GetResult());
        return mustNotWait ? Task.FromResult(false) : rollback.WaitAsync(cancellationToken);
    }

    /// <summary>
    /// Applies changed settings to the running detector, after the events queued so far. Returns without waiting.
    /// <see cref="AnomalyDetectorOptions.Diagnostics"/> receives the names of the settings that took effect, and of those that need
    /// a restart.
    /// </summary>
    /// <param name="options">All settings, changed or not; copied.</param>
    /// <exception cref="ArgumentException">A setting is out of range; the message names every fault, and no setting is applied.</exception>
    public void ApplySettings(AnomalyDetectorOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        _parts.Settings.Post(options.Freeze());
    }

    /// <summary>
    /// Stops accepting events, processes the queued ones, judges or keeps the open sessions, saves unsaved data, and delivers the
    /// anomalies, all within <see cref="QueueOptions.ShutdownTimeout"/>. A second call does nothing.
    /// </summary>
    /// <remarks>Inside a receiver the remaining anomalies are delivered after the receiver has returned. Needs no thread of the thread pool.</remarks>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) == 0)
        {
            _parts.Stop();
        }
    }

    /// <inheritdoc cref="Dispose"/>
    public ValueTask DisposeAsync()
    {
        if (Volatile.Read(ref _isDisposed) != 0)
        {
            return ValueTask.CompletedTask;
        }

        if (_parts.Commands.IsInReceiver)
        {
            // On another thread it would wait for this one.
            Dispose();
            return ValueTask.CompletedTask;
        }

        return new ValueTask(DedicatedThread.RunAsync("LogGuard disposal", () =>
        {
            Dispose();
            return true;
        }));
    }

    /// <summary>Saves the open sessions now, as it is done every <see cref="SessionOptions.SaveInterval"/>, and waits for it.</summary>
    internal Task SaveSessionsAsync() => _parts.SaveSessionsAsync();

    /// <summary>Name of the engine that trains and runs the networks, such as <c>managed</c>.</summary>
    internal string EngineName => _parts.Engine.Name;
}
