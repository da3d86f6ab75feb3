using System.Collections.Concurrent;

namespace LogGuard.Diagnostics;

/// <summary>The detector's own messages. Repeated messages are counted and reported at most once in 30 seconds.</summary>
internal sealed class DiagnosticLog(Action<string>? receiver, TimeProvider timeProvider, string name = AnomalyDetectorOptions.DefaultName)
{
    internal static readonly TimeSpan Interval = TimeSpan.FromSeconds(30);

    private readonly ConcurrentDictionary<string, Repetition> _repetitions = new(StringComparer.Ordinal);

    /// <summary>Reports something that happens once.</summary>
    public void Tell(string message) => Tell(message, isTrouble: false);

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
            var now = timeProvider.GetUtcNow();
            if (now - repetition.Told < Interval)
            {
                return;
            }

            repetition.Told = now;
            since = repetition.Count;
            repetition.Count = 0;
        }

        Tell(message(since), isTrouble: true);
    }

    private void Tell(string message, bool isTrouble)
    {
        TellListeners(message, isTrouble);
        try
        {
            if (receiver is not null)
            {
                // It may log what it is told, through the very logger that this is about.
                ReentrancyGuard.Run(() => receiver("LogGuard: " + message));
            }
        }
        catch (Exception)
        {
            // The application's receiver failed, and there is no other one.
        }
    }

    private void TellListeners(string message, bool isTrouble)
    {
        if (!LogGuardEventSource.Log.IsEnabled())
        {
            return;
        }

        try
        {
            ReentrancyGuard.Run(() =>
            {
                if (isTrouble)
                {
                    LogGuardEventSource.Log.Trouble(name, message);
                }
                else
                {
                    LogGuardEventSource.Log.Message(name, message);
                }
            });
        }
        catch (Exception)
        {
            // A failing listener of the application is ignored.
        }
    }

    private sealed class Repetition
    {
        public long Count;
        public DateTimeOffset Told = DateTimeOffset.MinValue;
    }
}
