using LogGuard.Configuration;
using LogGuard.Diagnostics;
using LogGuard.Pipeline;
using LogGuard.Sequences;

namespace LogGuard;

/// <summary>What logging frameworks' doors ask and tell the detector.</summary>
public sealed partial class AnomalyDetector
{
    private long _takeFailures;

    private AnomalyDetectorOptions? _wantedSettings;

    // Only touched by the reader.
    private string _toldWaiting = "";

    /// <summary>The property that names an event's session, for doors.</summary>
    internal string? SessionProperty => _options.Session.Property;

    /// <summary>What tells equal templates apart, for doors.</summary>
    internal MessageKeyOptions Keys => _options.Keys;

    /// <summary>The clock, for doors whose events do not say when they happened.</summary>
    internal TimeProvider TimeProvider => _options.TimeProvider;

    /// <summary>Whether events whose templates have holes are taken without their lines now: a door need not make one then.</summary>
    internal bool LeavesLines => _queue.LeavesLines;

    /// <summary>Takes one event, on the application's thread. Never throws, and never waits unless asked to.</summary>
    internal void Take(string template, SessionId session, long timestamp, LogSeverity severity, object line, LineRenderer renderer)
    {
        if (OwnWork.IsCurrent)
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

            TakeForeign(KeyOf(template), session, timestamp, severity, line, renderer);
        }
        catch (Exception exception)
        {
            TellNotTaken(exception);
        }
    }

    /// <summary>The key of a template, by which a door may hand on its further events if it is above 0.</summary>
    internal int KeyOf(string template) => _vocabulary.GetOrAdd(template, _leavesTexts);

    /// <summary>
    /// Takes one event of which the door has made sure that it does not come from the detector's own work. May throw where
    /// the session's value does: the door guards.
    /// </summary>
    internal void TakeForeign(int key, SessionId session, long timestamp, LogSeverity severity, object? line, LineRenderer renderer)
    {
        _spans?.Note();
        var record = new LogRecord(key, severity, 0, session, timestamp, line, renderer);
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
    /// Whether events go through <see cref="TakeForeign"/>, which filters what is taken of them; else a door may keep their
    /// lines together and hand them on with <see cref="TakeKept"/>.
    /// </summary>
    internal bool FiltersEvents => _capture is not null;

    /// <summary>
    /// Drops an event where the queue is known to be full: a door asks before it makes anything of it. Never where
    /// <see cref="FiltersEvents"/>, which may make another session of it.
    /// </summary>
    /// <returns>False where it is to be handed on.</returns>
    internal bool TryDrop(SessionId session) => !FiltersEvents && _queue.TryDrop(session);

    /// <summary>
    /// As <see cref="TakeForeign"/>, for an event whose line its door keeps together with others, or none. Not where
    /// <see cref="FiltersEvents"/>.
    /// </summary>
    /// <param name="key">The key of its template.</param>
    /// <param name="session">The session that it names.</param>
    /// <param name="timestamp">When it happened, in UTC ticks.</param>
    /// <param name="severity">Its level.</param>
    /// <param name="lines">What keeps its line; null where it comes without one.</param>
    /// <param name="place">Its number among those, from 1 up; 0 where it comes without a line.</param>
    /// <param name="renderer">Knows how to take the line out, and to read it.</param>
    /// <returns>Whether the line was taken, too; else it is the door's.</returns>
    internal bool TakeKept(int key, SessionId session, long timestamp, LogSeverity severity, object? lines, int place, LineRenderer renderer)
    {
        _spans?.Note();
        return _queue.Add(new LogRecord(key, severity, 0, session, timestamp, lines, renderer) { PlaceInLine = place }, out var leavesLine)
            && !leavesLine;
    }

    /// <summary>A door tells that an event could not be taken, which counts it as dropped. Never throws.</summary>
    internal void TellNotTaken(Exception exception)
    {
        Interlocked.Increment(ref _takeFailures);
        _diagnostics.TellRepeated("taking", count => $"{count:N0} events could not be taken: {exception.Message}");
    }

    /// <summary>A door tells that a part of an event could not be read; the rest is taken. Never throws.</summary>
    internal void TellNotRead(Exception exception) =>
        _diagnostics.TellRepeated("reading", count => $"{count:N0} events could only be taken in part: {exception.Message}");

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

    /// <summary>Most events that wait, for doors.</summary>
    internal int QueueLimit => _options.Queue.Limit;

    /// <summary>Whether it takes no more events.</summary>
    internal bool IsStopped => Volatile.Read(ref _isDisposed) != 0;

    /// <summary>
    /// Takes other settings, those that can change while it runs, behind the events taken so far; says which did, and which
    /// need a restart.
    /// </summary>
    /// <param name="options">All settings as they are wanted now.</param>
    /// <exception cref="ArgumentException">Settings are wrong, all of them named. None is taken.</exception>
    internal void TakeSettings(AnomalyDetectorOptions options)
    {
        // A command that finds no room comes late, and must not bring back what was wanted before.
        Volatile.Write(ref _wantedSettings, options.Freeze());
        _ = _queue.PostAsync(TakeSettingsNow);
    }

    private void TakeSettingsNow()
    {
        var wanted = Volatile.Read(ref _wantedSettings)!;
        var (changed, waiting) = LiveSettings.Apply(wanted, _options);
        if (changed.Count > 0)
        {
            _processor.SetLimits(_options.Session);
            _alertPolicy.TakeOptions(_processor.EventTime);
            _diagnostics.Tell($"settings were changed: {string.Join(", ", changed)}.");
        }

        // A file that is saved is often told of twice.
        var needsRestart = string.Join(", ", waiting);
        if (waiting.Count > 0 && needsRestart != _toldWaiting)
        {
            _diagnostics.Tell($"settings were changed that need a restart to take effect: {needsRestart}.");
        }

        _toldWaiting = needsRestart;
        TellRemarks(wanted.Remarks);
    }

    /// <summary>A door tells something that happens once.</summary>
    internal void Tell(string message) => _diagnostics.Tell(message);

    /// <summary>A door tells something that may happen often.</summary>
    internal void TellRepeated(string subject, Func<long, string> message, long count = 1) => _diagnostics.TellRepeated(subject, message, count);

    /// <summary>Tells how much is left over when there is no more time.</summary>
    internal void TellLeftBehind(string why)
    {
        var counters = Counters;
        _diagnostics.Tell($"{why}, with {counters.QueueLength + counters.LeftBehind:N0} events left behind.");
    }

    /// <summary>Whether the settings name a receiver of anomalies.</summary>
    internal bool HasReceiver => _options.OnAnomaly is not null || _options.OnAlert is not null;
}
