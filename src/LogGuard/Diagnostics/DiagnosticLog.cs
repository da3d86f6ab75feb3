using System.Collections.Concurrent;
using LogGuard.Primitives;

namespace LogGuard.Diagnostics;

/// <summary>The detector's own messages. Repeated messages are counted and reported at most once in 30 seconds.</summary>
/// <param name="receiver">Receives the texts; null if none does.</param>
/// <param name="timeProvider">The clock.</param>
/// <param name="name">The detector's name.</param>
/// <param name="observer">Receives the messages with their severity; null if none does.</param>
internal sealed class DiagnosticLog(
    Action<string>? receiver, TimeProvider timeProvider, string name = AnomalyDetectorOptions.DefaultName, Action<DiagnosticMessage>? observer = null)
{
    internal static readonly TimeSpan Interval = TimeSpan.FromSeconds(30);

    private readonly ConcurrentDictionary<string, Repetition> _repetitions = new(StringComparer.Ordinal);

    /// <summary>The calls into the application's code that are in progress.</summary>
    public ApplicationCalls Calls { get; } = new();

    /// <summary>Reports a fact that happens once.</summary>
    public void Tell(string message) => Tell(message, isTrouble: false);

    /// <summary>Reports a problem that happens once: something has no effect, is lost, or does not work as set.</summary>
    public void Warn(string message) => Tell(message, isTrouble: true);

    /// <summary>Reports something that may happen with every event.</summary>
    /// <param name="subject">A name for the message, by which repetitions are recognised.</param>
    /// <param name="message">Makes the message from the number of occurrences since it was last reported.</param>
    /// <param name="count">Number of occurrences to add.</param>
    public void TellRepeated(string subject, Func<long, string> message, long count = 1)
    {
        var repetition = _repetitions.GetOrAdd(subject, _ => new Repetition());
        long since;
        lock (repetition)
        {
            repetition.Count += count;
            if (!repetition.IsDue(timeProvider))
            {
                return;
            }

            since = repetition.Count;
            repetition.Count = 0;
        }

        Tell(message(since), isTrouble: true);
    }

    private void Tell(string message, bool isTrouble)
    {
        if (receiver is not null || observer is not null || LogGuardEventSource.Log.IsEnabled())
        {
            // A message may quote the log, a path or an exception, and must stay one line.
            var line = PlainText.Escape(message);
            LowPriorityWork.Call(() => TellNow(line, isTrouble));
        }
    }

    // A receiver may log what it is told, through the very logger that this is about.
    private void TellNow(string message, bool isTrouble)
    {
        Guard(() => TellListeners(message, isTrouble));
        if (receiver is not null)
        {
            Guard(() => receiver("LogGuard: " + message));
        }

        if (observer is not null)
        {
            Guard(() => observer(new DiagnosticMessage(isTrouble ? LogSeverity.Warning : LogSeverity.Information, message)));
        }
    }

    private void TellListeners(string message, bool isTrouble)
    {
        if (!LogGuardEventSource.Log.IsEnabled())
        {
            return;
        }

        if (isTrouble)
        {
            LogGuardEventSource.Log.Trouble(name, message);
        }
        else
        {
            LogGuardEventSource.Log.Message(name, message);
        }
    }

    private void Guard(Action call)
    {
        try
        {
            ReentrancyGuard.Run(() => Calls.Run(ApplicationCall.Message, call));
        }
        catch (Exception)
        {
            // The application's receiver failed, and there is no other one.
        }
    }

    private sealed class Repetition
    {
        public long Count;
        private bool _wasTold;
        private long _toldTimestamp;
        private DateTimeOffset _told;

        // The interval is over when either clock says so. A clock on the wall that was set back must not silence messages until it
        // has caught up, and the monotonic clock of some systems stands still while they are suspended.
        public bool IsDue(TimeProvider time)
        {
            var (now, timestamp) = (time.GetUtcNow(), time.GetTimestamp());
            if (_wasTold && now >= _told && now - _told < Interval && time.GetElapsedTime(_toldTimestamp, timestamp) < Interval)
            {
                return false;
            }

            (_wasTold, _told, _toldTimestamp) = (true, now, timestamp);
            return true;
        }
    }
}
