using System.Collections.Concurrent;

namespace LogGuard.Diagnostics;

/// <summary>The detector's own messages. Says a thing once: what repeats is counted and told at most once in 30 seconds.</summary>
internal sealed class DiagnosticLog(Action<string>? receiver, TimeProvider timeProvider, string name = "default")
{
    internal static readonly TimeSpan Interval = TimeSpan.FromSeconds(30);

    private readonly ConcurrentDictionary<string, Repetition> _repetitions = new(StringComparer.Ordinal);

    /// <summary>Tells something that happens once.</summary>
    public void Tell(string message) => Tell(message, isTrouble: false);

    /// <summary>Tells something that may happen with every event.</summary>
    /// <param name="subject">What repetitions have in common.</param>
    /// <param name="message">Makes the message; the first argument is how often it happened since it was last told.</param>
    /// <param name="count">How often it has happened now.</param>
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
            // The receiver is the application's, and there is nobody else to tell.
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
            // A listener of the application's.
        }
    }

    private sealed class Repetition
    {
        public long Count;
        public DateTimeOffset Told = DateTimeOffset.MinValue;
    }
}
