using System.Diagnostics;
using LogGuard.Sequences;

namespace LogGuard.Pipeline;

/// <summary>
/// Decides which timestamps are believed. A single line with a wrong timestamp must not end the open sessions, and neither must a
/// clock that was set or a process that was stopped. Only the reader uses it.
/// </summary>
/// <remarks>
/// <para>
/// A timestamp that is ahead of all others by more than half the idle time is only believed if the clock explains it, or the next event
/// confirms it. The event waits until then. Half, because a session that is in flight has used less of its idle time.
/// </para>
/// <para>
/// A believed jump by more than the idle time is a hole in time and not time that has passed. The open sessions go on, and the time
/// between their events before and after it is not judged. So that the sessions of a log with long pauses end too, each such jump
/// counts as a quarter of the idle time.
/// </para>
/// <para>
/// Timestamps far behind the others belong to a source that lags, and do not set the time back, unless they have gone on for the idle
/// time without any other. Otherwise no session would end until they have caught up.
/// </para>
/// </remarks>
/// <param name="tracker">Keeps the time of the events.</param>
/// <param name="awake">Measures the time for which the reader has run.</param>
internal sealed class EventTimeline(SessionTracker tracker, AwakeClock awake)
{
    /// <summary>Number of jumps after which a session without events is idle.</summary>
    internal const int JumpsOfIdleTime = 4;

    /// <summary>
    /// Time after which an event is believed without another one. The next line of a text is read much sooner, also on a machine without
    /// a free processor, and an anomaly of the event is still told within five seconds.
    /// </summary>
    internal static readonly TimeSpan HoldTime = TimeSpan.FromSeconds(3);

    // Events of one line, which may name several sessions.
    private readonly List<LogRecord> _held = [];
    private long _heldSince;
    private long _lateSince;
    private long _lateUntil;
    private bool _hasLate;
    private bool _isUnsettled;

    /// <summary>Whether an event waits for the next one.</summary>
    public bool IsHolding => _held.Count > 0;

    /// <summary>Whether an event has waited so long for the next one that it is believed without it.</summary>
    public bool HasHeldLong => IsHolding && Stopwatch.GetElapsedTime(_heldSince) >= HoldTime;

    /// <summary>The difference up to which two timestamps are near each other, in ticks.</summary>
    public long Tolerance => tracker.IdleTicks / 2;

    /// <summary>Whether a timestamp is near those before it, so that nothing needs to be decided.</summary>
    public bool IsUsual(long timestamp)
    {
        var ahead = timestamp - tracker.EventTime;
        return ahead <= Tolerance && ahead >= -Tolerance && !_isUnsettled;
    }

    /// <summary>Takes an event that must wait for the next one.</summary>
    /// <returns>False if it need not wait.</returns>
    public bool TryHold(in LogRecord record)
    {
        if (IsHolding ? !IsOfSameLine(record) : !IsDoubtful(record.Timestamp))
        {
            return false;
        }

        _heldSince = Stopwatch.GetTimestamp();
        _held.Add(record);
        _isUnsettled = true;
        return true;
    }

    /// <summary>Whether the next event confirms the timestamp of the one that waits.</summary>
    public bool IsConfirmedBy(in LogRecord next) => next.Timestamp >= _held[0].Timestamp - Tolerance;

    /// <summary>Takes out the events that waited.</summary>
    public LogRecord[] Release()
    {
        var held = _held.ToArray();
        _held.Clear();
        _isUnsettled = _hasLate;
        return held;
    }

    /// <summary>Prepares the tracker for a timestamp that is believed.</summary>
    /// <returns>Whether the timestamp is unusual, so that the time since the session's previous event may be wrong.</returns>
    public bool Believe(long timestamp)
    {
        var (time, idle) = (tracker.EventTime, tracker.IdleTicks);
        if (time == long.MinValue)
        {
            return false;
        }

        // The tracker takes no timestamp that is further ahead of the clock.
        var now = awake.UtcNow;
        var ahead = (timestamp - now > idle ? Math.Max(now, time) : timestamp) - time;
        if (ahead < -Tolerance)
        {
            BelieveLate(timestamp);
            return true;
        }

        EndLate();
        if (ahead <= Tolerance)
        {
            return false;
        }

        if (IsOfNow(timestamp) && awake.StepSinceEvents() is var step && step > Tolerance)
        {
            // The clock was set forward, or the process was stopped: only the time for which it ran has passed.
            tracker.Jump(Math.Min(step, ahead));
            awake.OnEvents(timestamp, idle);
        }
        else if (IsExplained(timestamp))
        {
            // A quiet time, which has passed for everybody.
            return false;
        }
        else if (ahead > idle)
        {
            tracker.Jump(ahead - idle / JumpsOfIdleTime);
        }

        return true;
    }

    private void BelieveLate(long timestamp)
    {
        if (IsOfNow(timestamp) && awake.StepSinceEvents() < -Tolerance)
        {
            SetBack(timestamp);
            awake.OnEvents(timestamp, tracker.IdleTicks);
            return;
        }

        if (!_hasLate || Math.Abs(timestamp - _lateUntil) > tracker.IdleTicks)
        {
            (_hasLate, _isUnsettled, _lateSince, _lateUntil) = (true, true, timestamp, timestamp);
        }

        _lateUntil = Math.Max(_lateUntil, timestamp);
        if (_lateUntil - _lateSince > tracker.IdleTicks)
        {
            SetBack(timestamp);
        }
    }

    private void SetBack(long timestamp)
    {
        EndLate();
        tracker.Jump(timestamp - tracker.EventTime);
    }

    private void EndLate() => (_hasLate, _isUnsettled) = (false, IsHolding);

    private bool IsDoubtful(long timestamp) =>
        tracker.EventTime != long.MinValue && timestamp - tracker.EventTime > Tolerance && !IsExplained(timestamp);

    // Two events of one line do not confirm each other.
    private bool IsOfSameLine(in LogRecord record) => record.Line is { } line && ReferenceEquals(line, _held[0].Line);

    private bool IsOfNow(long timestamp) => Math.Abs(timestamp - awake.UtcNow) <= tracker.IdleTicks;

    // The reader has run for so long since the last events, or the clock was set.
    private bool IsExplained(long timestamp) => IsOfNow(timestamp)
        && timestamp - tracker.EventTime <= awake.SinceEvents + Math.Max(awake.StepSinceEvents(), 0) + Tolerance;
}
