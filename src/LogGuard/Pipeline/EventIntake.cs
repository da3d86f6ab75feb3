using LogGuard.Alerts;
using LogGuard.Diagnostics;
using LogGuard.Keys;
using LogGuard.Learning.Cycle;
using LogGuard.Pipeline;
using LogGuard.Sequences;

namespace LogGuard;

/// <summary>
/// Accepts log events for a detector. Integrations of logging frameworks (sinks, targets, providers) pass their events here. The
/// integrations for Serilog and Microsoft.Extensions.Logging use only this type. Applications do not need it.
/// </summary>
/// <remarks>
/// All members may be called from any thread. An integration needs only
/// <see cref="Take(string, SessionId, long, LogSeverity, object, LineRenderer)"/>. An integration that caches the keys of its
/// templates, or stores the data of several events in one object, calls <see cref="IsUnwatched"/>, <see cref="TryDrop(SessionId, LogSeverity)"/>,
/// <see cref="KeyOf(string)"/> and
/// <see cref="Take(int, SessionId, long, LogSeverity, object?, LineRenderer)"/> or <see cref="TakeShared"/> itself, in this order.
/// </remarks>
/// <example>
/// <code>
/// detector.Intake.Take("Order {Id} shipped", SessionId.From(order), DateTime.UtcNow.Ticks, LogSeverity.Information, message, renderer);
/// </code>
/// </example>
public sealed class EventIntake
{
    private readonly AnomalyDetectorOptions _options;
    private readonly LogKeyVocabulary _vocabulary;
    private readonly bool _leavesTexts;
    private readonly PropertyKeys? _properties;
    private readonly EventQueue _queue;
    private readonly SpanTable? _spans;
    private readonly AlertService _alerts;
    private readonly AnomalyDispatcher _dispatcher;
    private readonly LearningCycle _learning;
    private readonly DiagnosticLog _diagnostics;

    // Null if the capture options remove nothing. Events then need no filtering.
    private readonly CaptureRules? _capture;
    private readonly LogSeverity? _learntSeverity;
    private long _failures;
    private volatile bool _isClosed;

    /// <param name="options">The validated settings.</param>
    /// <param name="vocabulary">Assigns keys to templates.</param>
    /// <param name="leavesTexts">Whether the reader assigns the keys of templates without placeholders.</param>
    /// <param name="properties">Assigns keys by the values of properties; null if none is part of a key.</param>
    /// <param name="queue">Receives the events.</param>
    /// <param name="capture">Decides which parts of an event are kept; null keeps all.</param>
    /// <param name="alerts">Records spans, and calls the session observers.</param>
    /// <param name="dispatcher">Owns the thread that calls the receivers.</param>
    /// <param name="learning">Tells whether the detector is detecting.</param>
    /// <param name="learntSeverity">The least severe level in the training data of the saved model; null without a saved model.</param>
    /// <param name="diagnostics">Receives messages about failures.</param>
    internal EventIntake(
        AnomalyDetectorOptions options, LogKeyVocabulary vocabulary, bool leavesTexts, PropertyKeys? properties, EventQueue queue, CaptureRules? capture,
        AlertHub alerts, AnomalyDispatcher dispatcher, LearningCycle learning, LogSeverity? learntSeverity, DiagnosticLog diagnostics)
    {
        _options = options;
        _vocabulary = vocabulary;
        _leavesTexts = leavesTexts;
        _properties = properties;
        _queue = queue;
        _capture = capture;
        _spans = alerts.Spans;
        _alerts = alerts.Service;
        _dispatcher = dispatcher;
        _learning = learning;
        _learntSeverity = learntSeverity;
        _diagnostics = diagnostics;
    }

    /// <summary>
    /// Whether the calling code is unwatched: it runs on a thread of a detector, in a callback, or in a scope of
    /// <see cref="AnomalyDetector.Unwatched"/>. The integration must ignore its events. Costs about 1 ns.
    /// </summary>
    public static bool IsUnwatched => ReentrancyGuard.IsCurrent;

    /// <summary>
    /// Name of the property that holds an event's session id; null if not set. An event without the property belongs to the session
    /// of its trace id. An event without both belongs to <see cref="SessionId.Stream"/>.
    /// </summary>
    public string? SessionProperty => _options.Session.Property;

    /// <summary>Whether equal templates of different categories have different keys; see <see cref="MessageKeyOptions.ByCategory"/>.</summary>
    public bool KeysByCategory => _options.Keys.ByCategory;

    /// <summary>Whether equal templates with different event ids have different keys; see <see cref="MessageKeyOptions.ByEventId"/>.</summary>
    public bool KeysByEventId => _options.Keys.ByEventId;

    /// <summary>The clock to use for events that carry no time; see <see cref="AnomalyDetectorOptions.TimeProvider"/>.</summary>
    public TimeProvider TimeProvider => _options.TimeProvider;

    /// <summary>Whether the detector is disposed. Later events are ignored without an exception.</summary>
    public bool IsClosed => _isClosed;

    /// <summary>
    /// Whether <see cref="CaptureOptions"/> remove parts of events. If so, <see cref="TakeShared"/> must not be called, because each
    /// event is filtered separately.
    /// </summary>
    public bool FiltersLines => _capture is not null;

    /// <summary>
    /// Whether the queue is so long that events are currently queued without their event objects. An integration that allocates the
    /// object only for this call can skip it for templates with placeholders. Those of the level Fatal are queued with theirs.
    /// </summary>
    public bool LeavesLines => _queue.LeavesLines;

    /// <summary>
    /// Queues one event on the thread that logged it. Never throws, and blocks only with <see cref="QueueFullMode.Wait"/>. Allocates
    /// nothing, and costs the calling thread about 50 ns.
    /// </summary>
    /// <remarks>
    /// The event is ignored if the caller <see cref="IsUnwatched"/>. It is dropped and counted if the queue is full. The fastest
    /// lookup is by reference: pass the same string instance, such as a literal, with each event of a template.
    /// </remarks>
    /// <param name="template">The message template, from which the event's key is made; the formatted message if there is no template.</param>
    /// <param name="session">The session that the event belongs to; see <see cref="SessionProperty"/>.</param>
    /// <param name="utcTicks">When it happened, as <see cref="DateTimeOffset.UtcTicks"/>.</param>
    /// <param name="severity">Its level.</param>
    /// <param name="line">The event object. The detector reads it later, so it must not change after this call.</param>
    /// <param name="renderer">Reads the event object.</param>
    public void Take(string template, SessionId session, long utcTicks, LogSeverity severity, object line, LineRenderer renderer)
    {
        if (ReentrancyGuard.IsCurrent)
        {
            return;
        }

        try
        {
            if (TryDrop(session, severity))
            {
                renderer?.Release(line);
                return;
            }

            Take(_properties is null ? KeyOf(template) : KeyOf(template, line, renderer!), session, utcTicks, severity, line, renderer!);
        }
        catch (Exception exception)
        {
            ReportNotTaken(exception);
        }
    }

    /// <summary>
    /// Queues one event by the key of its template. The caller must have checked that it is not <see cref="IsUnwatched"/> and that
    /// <see cref="TryDrop(SessionId, LogSeverity)"/> returned false.
    /// </summary>
    /// <remarks>
    /// Exceptions of the session's value and of <see cref="LineRenderer.Filter"/> reach the caller, which must catch them and call
    /// <see cref="ReportNotTaken"/>. Otherwise behaves as <see cref="Take(string, SessionId, long, LogSeverity, object, LineRenderer)"/>.
    /// </remarks>
    /// <param name="key">The key that <see cref="KeyOf(string)"/> returned.</param>
    /// <param name="session">The session that the event belongs to.</param>
    /// <param name="utcTicks">When it happened, as <see cref="DateTimeOffset.UtcTicks"/>.</param>
    /// <param name="severity">Its level.</param>
    /// <param name="line">The event object; null if there is none.</param>
    /// <param name="renderer">Reads the event object.</param>
    public void Take(int key, SessionId session, long utcTicks, LogSeverity severity, object? line, LineRenderer renderer)
    {
        _spans?.Note();
        var record = new LogRecord(key, severity, 0, session, utcTicks, line, renderer);
        if (_capture is not null)
        {
            var filtered = Filter(record, _capture);
            record.ReleaseLine();
            record = filtered;
        }

        if (!_queue.Add(record))
        {
            record.ReleaseLine();
        }
    }

    /// <summary>
    /// Queues one event whose data is stored with that of others in one object, so that the call allocates nothing.
    /// <see cref="LineRenderer.TakeOut"/> creates the event object later. Must not be called if <see cref="FiltersLines"/>; otherwise
    /// the same conditions hold as for <see cref="Take(int, SessionId, long, LogSeverity, object?, LineRenderer)"/>.
    /// </summary>
    /// <param name="key">The key that <see cref="KeyOf(string)"/> returned.</param>
    /// <param name="session">The session that the event belongs to.</param>
    /// <param name="utcTicks">When it happened, as <see cref="DateTimeOffset.UtcTicks"/>.</param>
    /// <param name="severity">Its level.</param>
    /// <param name="lines">The object that holds the event's data; null for an event without data.</param>
    /// <param name="place">The 1-based position of the event in the object; 0 for an event without data.</param>
    /// <param name="renderer">Takes the event out, and reads it.</param>
    /// <returns>
    /// True if the detector will take the event's data out. False if the event was dropped or queued without its data: the caller may
    /// then reuse the place.
    /// </returns>
    public bool TakeShared(int key, SessionId session, long utcTicks, LogSeverity severity, object? lines, int place, LineRenderer renderer)
    {
        _spans?.Note();
        return _queue.Add(new LogRecord(key, severity, 0, session, utcTicks, lines, renderer) { PlaceInLine = place }, out var leavesLine)
            && !leavesLine;
    }

    /// <summary>
    /// Drops and counts an event early if the queue is known to be full, before the caller does any work for it. Always false if
    /// <see cref="FiltersLines"/>.
    /// </summary>
    /// <param name="session">The session that the event belongs to.</param>
    /// <returns>False if the caller should queue the event.</returns>
    public bool TryDrop(SessionId session) => _capture is null && _queue.TryDrop(session);

    /// <summary>
    /// Drops and counts an event early if the queue is known to be full, as <see cref="TryDrop(SessionId)"/> does, unless the level of the
    /// event has room of its own: 64 places for errors, and 64 more for fatal ones.
    /// </summary>
    /// <param name="session">The session that the event belongs to.</param>
    /// <param name="severity">Its level.</param>
    /// <returns>False if the caller should queue the event.</returns>
    public bool TryDrop(SessionId session, LogSeverity severity) => _capture is null && _queue.TryDrop(session, severity);

    /// <summary>
    /// The key of a template. A key above 0 is constant for the detector's lifetime and may be cached. Any other value means that the
    /// template has no key, or gets it later from the reader: call this method for each event.
    /// </summary>
    /// <param name="template">The message template.</param>
    public int KeyOf(string template) => _vocabulary.GetOrAdd(template, _leavesTexts);

    /// <summary>
    /// The key of an event, which may depend on values of its placeholders; see <see cref="MessageKeyOptions.PropertiesInKey"/>.
    /// Otherwise the same as <see cref="KeyOf(string)"/>. Exceptions of the renderer reach the caller.
    /// </summary>
    /// <param name="template">The message template.</param>
    /// <param name="line">The event object.</param>
    /// <param name="renderer">Reads the event object.</param>
    public int KeyOf(string template, object line, LineRenderer renderer)
    {
        var key = KeyOfTemplate(template);
        return _properties is null ? key : EventKeys.Of(_properties, key, template, line, renderer);
    }

    /// <summary>The key of an event whose placeholders in <see cref="PropertiesInKey"/> have these values.</summary>
    /// <param name="template">The message template.</param>
    /// <param name="values">The values, in the order of <see cref="PropertiesInKey"/>; null for one that the event does not have.</param>
    public int KeyOf(string template, ReadOnlySpan<object?> values)
    {
        var key = KeyOfTemplate(template);
        return _properties is null ? key : _properties.KeyOf(key, template, values);
    }

    /// <summary>
    /// The placeholders of a template whose values are part of the key, in the template's order, at most 4; none for most templates.
    /// An integration that caches the key of a template must not do so if there are any. See
    /// <see cref="MessageKeyOptions.PropertiesInKey"/>.
    /// </summary>
    /// <param name="template">The message template.</param>
    public IReadOnlyList<string> PropertiesInKey(string template) => _properties?.NamesIn(template) ?? [];

    /// <summary>Reports that an exception prevented an event from being queued, and counts the event as dropped. Never throws.</summary>
    /// <param name="exception">The exception.</param>
    public void ReportNotTaken(Exception exception)
    {
        ArgumentNullException.ThrowIfNull(exception);
        Interlocked.Increment(ref _failures);
        _diagnostics.TellRepeated("taking", count => $"{Wording.Count(count, "event")} could not be taken: {exception.Message}");
    }

    /// <summary>Reports that an exception prevented a part of an event from being read. The rest is queued. Never throws.</summary>
    /// <param name="exception">The exception.</param>
    public void ReportNotRead(Exception exception)
    {
        ArgumentNullException.ThrowIfNull(exception);
        _diagnostics.TellRepeated("reading", count => $"{Wording.Count(count, "event")} could only be taken in part: {exception.Message}");
    }

    /// <summary>Writes a warning to <see cref="AnomalyDetectorOptions.Diagnostics"/>, for a one-time occurrence. Never throws.</summary>
    /// <param name="message">The message, a sentence without the name of LogGuard.</param>
    public void Report(string message) => _diagnostics.Warn(message);

    /// <summary>
    /// Writes a message to <see cref="AnomalyDetectorOptions.Diagnostics"/>, for an occurrence that may repeat with every event. The
    /// first is written at once, later ones at most every 30 seconds for each subject.
    /// </summary>
    /// <param name="subject">The text that identifies repetitions of the same message.</param>
    /// <param name="message">Builds the message from the number of occurrences since it was last written.</param>
    /// <param name="count">The number of occurrences to add.</param>
    public void ReportRepeated(string subject, Func<long, string> message, long count = 1) => _diagnostics.TellRepeated(subject, message, count);

    /// <summary>
    /// Reports the minimum level of the integration. Call it once, before the first event. If the model was learnt from more detailed
    /// levels it does not fit the events, and a warning is written to <see cref="AnomalyDetectorOptions.Diagnostics"/>.
    /// </summary>
    /// <param name="least">The level.</param>
    public void ReportMinimumSeverity(LogSeverity least)
    {
        if (_learning.State == DetectorState.Detecting && _learntSeverity is { } learnt && least > learnt)
        {
            _diagnostics.Warn(
                $"the model was learnt from events of level {learnt} and above, and this sink takes {least} and above: "
                + "sessions will look different. Set the level back, or learn anew in another folder.");
        }
    }

    /// <summary>
    /// The id that an <see cref="ISessionObserver"/> receives for a session: its hash if <see cref="CaptureOptions"/> ask for it,
    /// otherwise the id itself. Exceptions of the session's value reach the caller.
    /// </summary>
    /// <param name="session">The session id of an event.</param>
    public SessionId KnownAs(SessionId session) => _capture.KnownAs(session);

    /// <summary>The ids by which the detector may know a session that a caller names.</summary>
    internal IEnumerable<SessionId> CandidatesOf(SessionId named) => _capture.CandidatesOf(named);

    /// <summary>Adds an observer of anomalies and session ends. It is called on the reader's thread.</summary>
    /// <param name="observer">The observer.</param>
    /// <returns>Removes the observer when disposed.</returns>
    public IDisposable Observe(ISessionObserver observer)
    {
        ArgumentNullException.ThrowIfNull(observer);
        _alerts.Add(observer);
        return new Observation(_alerts, observer);
    }

    /// <summary>
    /// Queues an action for the thread that delivers anomalies, behind the queued items. <see cref="AnomalyDetector.FlushAsync"/>
    /// waits for it. Events that the action logs are not judged. Never blocks.
    /// </summary>
    /// <param name="action">The action. An exception is reported and has no other effect.</param>
    /// <returns>False if the queue is full or the detector is disposed.</returns>
    public bool TryPost(Action action)
    {
        ArgumentNullException.ThrowIfNull(action);
        return _dispatcher.Post(action);
    }

    /// <summary>Number of events that an exception prevented from being queued.</summary>
    internal long Failures => Volatile.Read(ref _failures);

    /// <summary>Marks the intake as closed, on disposal of the detector.</summary>
    internal void Close() => _isClosed = true;

    // The reader does not see all values, so a template with one in its key gets the key here.
    private int KeyOfTemplate(string template)
    {
        var key = KeyOf(template);
        return key == LogKey.Mined && _properties is not null && _properties.NamesIn(template).Length > 0 && !TemplateHoles.IsOnlyHole(template)
            ? _vocabulary.GetOrAdd(template)
            : key;
    }

    // Runs on the logging thread. Exceptions of properties reach the caller. The original event object is not needed afterwards.
    private static LogRecord Filter(in LogRecord record, CaptureRules rules)
    {
        var session = rules.Apply(record.Session);
        if (record is not { Line: { } line, Renderer: { } renderer })
        {
            return record with { Session = session };
        }

        return renderer.Filter(line, rules) is { } filtered
            ? record with { Session = session, Line = filtered }
            : record with { Session = session, Line = FilteredLineRenderer.Filter(line, renderer, rules), Renderer = FilteredLineRenderer.Instance };
    }

    private sealed class Observation(AlertService alerts, ISessionObserver observer) : IDisposable
    {
        public void Dispose() => alerts.Remove(observer);
    }
}
