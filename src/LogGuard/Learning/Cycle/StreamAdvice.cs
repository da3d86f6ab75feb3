using LogGuard.Diagnostics;
using LogGuard.Learning.Collecting;

namespace LogGuard.Learning.Cycle;

/// <summary>Tells the owner of a log without sessions, once, how its events get sessions. Only accessed by the reader.</summary>
internal sealed class StreamAdvice(AnomalyDetectorOptions options, DiagnosticLog diagnostics)
{
    /// <summary>Number of events after which a log without any session has none: far more than an application logs before its first request.</summary>
    internal const int EnoughEvents = 1_000;

    /// <summary>Time after which fewer events are enough, if there are <see cref="SessionCollector.FewestStreamEvents"/>.</summary>
    internal static readonly TimeSpan EnoughTime = TimeSpan.FromHours(1);

    private bool _isTold;

    /// <summary>Tells it if no event of many had a session.</summary>
    /// <param name="collector">Counts the events.</param>
    /// <param name="eventTime">The latest event time, in UTC ticks.</param>
    public void TellIfDue(SessionCollector collector, long eventTime)
    {
        if (_isTold || collector.SessionEventCount > 0 || collector.StreamEventCount < SessionCollector.FewestStreamEvents
            || (collector.StreamEventCount < EnoughEvents && !collector.HasLasted(EnoughTime, eventTime)))
        {
            return;
        }

        _isTold = true;
        var property = options.Session.Property is { } name
            ? $"none has the property {Wording.Quote(name)} of Session.Property, or a trace id"
            : "Session.Property is not set, and none has a trace id";
        diagnostics.Warn(
            $"none of {collector.StreamEventCount:N0} events belongs to a session: {property}. Set Session.Property to a property that the events of one "
            + "request or job share, or log within an Activity, which gives them a trace id; for a text log, set SessionField or SessionPattern. "
            + $"Without sessions the log is learnt in parts after {options.Training.StreamEventCount:N0} events or a day, and only the order of its lines is judged.");
    }
}
