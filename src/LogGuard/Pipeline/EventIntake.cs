using LogGuard.Alerts;
using LogGuard.Diagnostics;
using LogGuard.Keys;
using LogGuard.Learning.Cycle;
using LogGuard.Pipeline;
using LogGuard.Sequences;

namespace LogGuard;

/// <summary>
/// Takes log events into a detector. The integration of a logging framework, a sink, a target or a provider, hands its events on
/// here; those for Serilog and Microsoft.Extensions.Logging use nothing else. An application has no need of it.
/// </summary>
/// <remarks>
/// All members may be called from any thread. <see cref="Take(string, SessionId, long, LogSeverity, object, LineRenderer)"/> is
/// all that an integration needs. One that keeps the keys of its templates, or the data of several events in one object, calls
/// <see cref="IsUnwatched"/>, <see cref="TryDrop"/>, <see cref="KeyOf"/> and
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
    private readonly EventQueue _queue;
    private readonly LiveSpans? _spans;
    private readonly AlertService _alerts;
    private readonly AnomalyDispatcher _dispatcher;
    private readonly LearningCycle _learning;
    private readonly DiagnosticLog _diagnostics;

    // Null where events are taken as they are, which then costs nothing.
    private readonly CaptureRules? _capture;
    private readonly LogSeverity? _learntSeverity;
    private long _failures;
    private volatile bool _isClosed;

    /// <param name="options">The settings; checked.</param>
    /// <param name="vocabulary">Gives templates their keys.</param>
    /// <param name="leavesTexts">Whether templates without placeholders get their keys from the reader.</param>
    /// <param name="queue">Receives the events.</param>
    /// <param name="capture">What is kept of events; null for everything.</param>
    /// <param name="alerts">Notes spans, and calls the observers of sessions.</param>
    /// <param name="dispatcher">Owns the receivers' thread.</param>
    /// <param name="learning">Knows whether the detector detects.</param>
    /// <param name="learntSeverity">The least severe level that the saved model was learnt from; null without one.</param>
    /// <param name="diagnostics">Receives messages about trouble.</param>
    internal EventIntake(
        AnomalyDetectorOptions options, LogKeyVocabulary vocabulary, bool leavesTexts, EventQueue queue, CaptureRules? capture,
        AlertHub alerts, AnomalyDispatcher dispatcher, LearningCycle learning, LogSeverity? learntSeverity, DiagnosticLog diagnostics)
    {
        _options = options;
        _vocabulary = vocabulary;
        _leavesTexts = leavesTexts;
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
    /// <see cref="AnomalyDetector.Unwatched"/>. Its events must not be taken. Costs about 1 ns.
    /// </summary>
    public static bool IsUnwatched => ReentrancyGuard.IsCurrent;

    /// <summary>
    /// Name of the property whose value names an event's session; null where none is set. An event without the property belongs to
    /// the session of its trace id, and without one to <see cref="SessionId.Stream"/>.
    /// </summary>
    public string? SessionProperty => _options.Session.Property;

    /// <summary>Whether equal templates of different categories have different keys; see <see cref="MessageKeyOptions.ByCategory"/>.</summary>
    public bool KeysByCategory => _options.Keys.ByCategory;

    /// <summary>Whether equal templates with different event ids have different keys; see <see cref="MessageKeyOptions.ByEventId"/>.</summary>
    public bool KeysByEventId => _options.Keys.ByEventId;

    /// <summary>The clock to use for events that carry no time; see <see cref="AnomalyDetectorOptions.TimeProvider"/>.</summary>
    public TimeProvider TimeProvider => _options.TimeProvider;

    /// <summary>Whether the detector is disposed of. Events are still accepted then, and ignored.</summary>
    public bool IsClosed => _isClosed;

    /// <summary>
    /// Whether <see cref="CaptureOptions"/> leave out a part of events. <see cref="TakeShared"/> must not be called then: events are
    /// filtered one by one.
    /// </summary>
    public bool FiltersLines => _capture is not null;

    /// <summary>
    /// Whether events are taken without their event objects now, because the queue is long. An integration that would make the
    /// object for this call need not make it where the template has placeholders.
    /// </summary>
    public bool LeavesLines => _queue.LeavesLines;

    /// <summary>
    /// Takes one event, on the thread that logged it. Never throws; waits only for <see cref="QueueFullMode.Wait"/>. Allocates
    /// nothing, and costs the calling thread about 50 ns.
    /// </summary>
    /// <remarks>
    /// Ignored where the caller <see cref="IsUnwatched"/>. An event that finds the queue full is dropped and counted. A literal, or
    /// another string that comes back with each event of its template, is looked up by reference, which is fastest.
    /// </remarks>
    /// <param name="template">The message template, which is the event's key; a formatted message where there is no template.</param>
    /// <param name="session">The session that the event belongs to; see <see cref="SessionProperty"/>.</param>
    /// <param name="utcTicks">When it happened, as <see cref="DateTimeOffset.UtcTicks"/>.</param>
    /// <param name="severity">Its level.</param>
    /// <param name="line">The event object, which the detector reads later; it must not change any more.</param>
    /// <param name="renderer">Reads the event object.</param>
    public void Take(string template, SessionId session, long utcTicks, LogSeverity severity, object line, LineRenderer renderer)
    {
        if (ReentrancyGuard.IsCurrent)
        {
            return;
        }

        try
        {
            if (TryDrop(session))
            {
                renderer?.Release(line);
                return;
            }

            Take(KeyOf(template), session, utcTicks, severity, line, renderer!);
        }
        catch (Exception exception)
        {
            ReportNotTaken(exception);
        }
    }

    /// <summary>
    /// Takes one event by the key of its template. The caller has made sure that it is not <see cref="IsUnwatched"/>, and that
    /// <see cref="TryDrop"/> said false.
    /// </summary>
    /// <remarks>
    /// May throw what the session's value or <see cref="LineRenderer.Filter"/> throws: the caller catches it and calls
    /// <see cref="ReportNotTaken"/>. Otherwise as <see cref="Take(string, SessionId, long, LogSeverity, object, LineRenderer)"/>.
    /// </remarks>
    /// <param name="key">The key, as <see cref="KeyOf"/> gave it.</param>
    /// <param name="session">The session that the event belongs to.</param>
    /// <param name="utcTicks">When it happened, as <see cref="DateTimeOffset.UtcTicks"/>.</param>
    /// <param name="severity">Its level.</param>
    /// <param name="line">The event object; null where there is none to show.</param>
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
    /// Takes one event whose data lies with that of others in one object, so that none is allocated for it:
    /// <see cref="LineRenderer.TakeOut"/> makes its event object later. Not where <see cref="FiltersLines"/>; the caller has made
    /// sure of the rest as for <see cref="Take(int, SessionId, long, LogSeverity, object?, LineRenderer)"/>.
    /// </summary>
    /// <param name="key">The key, as <see cref="KeyOf"/> gave it.</param>
    /// <param name="session">The session that the event belongs to.</param>
    /// <param name="utcTicks">When it happened, as <see cref="DateTimeOffset.UtcTicks"/>.</param>
    /// <param name="severity">Its level.</param>
    /// <param name="lines">The object that holds the event's data; null for an event without.</param>
    /// <param name="place">The event's number in it, from 1 up; 0 for an event without.</param>
    /// <param name="renderer">Takes the event out, and reads it.</param>
    /// <returns>
    /// Whether the detector will take the event's data out; otherwise its place is the caller's again, since the event was dropped or
    /// taken without.
    /// </returns>
    public bool TakeShared(int key, SessionId session, long utcTicks, LogSeverity severity, object? lines, int place, LineRenderer renderer)
    {
        _spans?.Note();
        return _queue.Add(new LogRecord(key, severity, 0, session, utcTicks, lines, renderer) { PlaceInLine = place }, out var leavesLine)
            && !leavesLine;
    }

    /// <summary>
    /// Drops and counts an event where the queue is known to be full, before the caller makes anything of it. Always false where
    /// <see cref="FiltersLines"/>.
    /// </summary>
    /// <param name="session">The session that the event belongs to.</param>
    /// <returns>False where the event is to be taken.</returns>
    public bool TryDrop(SessionId session) => _capture is null && _queue.TryDrop(session);

    /// <summary>
    /// The key of a template. One above 0 stays the template's for the detector's life and may be kept; others mean that the
    /// template has none, or that the text is told apart later, and must be asked for with each event.
    /// </summary>
    /// <param name="template">The message template.</param>
    public int KeyOf(string template) => _vocabulary.GetOrAdd(template, _leavesTexts);

    /// <summary>Reports that an event could not be taken because of an exception: counts it as dropped. Never throws.</summary>
    /// <param name="exception">The exception.</param>
    public void ReportNotTaken(Exception exception)
    {
        ArgumentNullException.ThrowIfNull(exception);
        Interlocked.Increment(ref _failures);
        _diagnostics.TellRepeated("taking", count => $"{count:N0} events could not be taken: {exception.Message}");
    }

    /// <summary>Reports that a part of an event could not be read because of an exception; the rest is taken. Never throws.</summary>
    /// <param name="exception">The exception.</param>
    public void ReportNotRead(Exception exception)
    {
        ArgumentNullException.ThrowIfNull(exception);
        _diagnostics.TellRepeated("reading", count => $"{count:N0} events could only be taken in part: {exception.Message}");
    }

    /// <summary>Writes a message to <see cref="AnomalyDetectorOptions.Diagnostics"/>, for what happens once. Never throws.</summary>
    /// <param name="message">The message, a sentence without the name of LogGuard.</param>
    public void Report(string message) => _diagnostics.Tell(message);

    /// <summary>
    /// Writes a message to <see cref="AnomalyDetectorOptions.Diagnostics"/>, for what may happen with every event: at once, then at
    /// most every 30 seconds for each subject.
    /// </summary>
    /// <param name="subject">The text that tells repetitions of one message from other messages.</param>
    /// <param name="message">Makes the message from the number of times since it was last written.</param>
    /// <param name="count">How many times it has happened now.</param>
    public void ReportRepeated(string subject, Func<long, string> message, long count = 1) => _diagnostics.TellRepeated(subject, message, count);

    /// <summary>
    /// Reports the least severe level that the integration lets through, once, before the first event. A model learnt from more
    /// detailed levels does not fit fewer events, which is written to <see cref="AnomalyDetectorOptions.Diagnostics"/>.
    /// </summary>
    /// <param name="least">The level.</param>
    public void ReportMinimumSeverity(LogSeverity least)
    {
        if (_learning.State == DetectorState.Detecting && _learntSeverity is { } learnt && least > learnt)
        {
            _diagnostics.Tell(
                $"the model was learnt from events of level {learnt} and above, and this sink takes {least} and above: "
                + "sessions will look different. Set the level back, or learn anew in another folder.");
        }
    }

    /// <summary>
    /// The id by which an <see cref="ISessionObserver"/> is told of a session: its hash where
    /// <see cref="CaptureOptions.HashSessionIds"/> is set, else the same. May throw what the session's value throws.
    /// </summary>
    /// <param name="session">The session, as an event names it.</param>
    public SessionId KnownAs(SessionId session) => _capture?.Apply(session) ?? session;

    /// <summary>Has an observer told of each anomaly and each end of a session, on the reader's thread.</summary>
    /// <param name="observer">The observer.</param>
    /// <returns>Ends the observation when disposed of.</returns>
    public IDisposable Observe(ISessionObserver observer)
    {
        ArgumentNullException.ThrowIfNull(observer);
        _alerts.Add(observer);
        return new Observation(_alerts, observer);
    }

    /// <summary>
    /// Runs an action on the thread that delivers anomalies, behind those that wait; <see cref="AnomalyDetector.FlushAsync"/> waits
    /// for it. Events that it logs are not judged. Never waits.
    /// </summary>
    /// <param name="action">The action. An exception is reported and has no other effect.</param>
    /// <returns>False where too much waits already, or the detector is disposed of.</returns>
    public bool TryPost(Action action)
    {
        ArgumentNullException.ThrowIfNull(action);
        return _dispatcher.Post(action);
    }

    /// <summary>Events that could not be taken because of an exception.</summary>
    internal long Failures => Volatile.Read(ref _failures);

    /// <summary>Tells that the detector is disposed of.</summary>
    internal void Close() => _isClosed = true;

    // On the logging thread; may throw what a property throws. The event's own object is not needed any more.
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
