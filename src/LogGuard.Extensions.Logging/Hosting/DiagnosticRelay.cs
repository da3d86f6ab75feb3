using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace LogGuard.Extensions.Logging.Hosting;

/// <summary>
/// Logs the diagnostic messages of a detector in the category <c>LogGuard</c>, which no detector watches. Messages that come while
/// the logger factory is being built, such as those about settings and a saved model, wait until it exists.
/// </summary>
internal sealed partial class DiagnosticRelay(IServiceProvider services, string name)
{
    public const string Category = "LogGuard";

    // Start-up messages are few. The limit holds in a container whose logger factory is never used.
    internal const int WaitingLimit = 200;

    private readonly Lock _lock = new();
    private readonly Queue<DiagnosticMessage> _waiting = new();
    private volatile ILogger? _log;
    private int _isConnecting;
    private int _left;

    /// <summary>Logs a message, or keeps it until <see cref="Connect"/>. Any thread may call it.</summary>
    public void Take(DiagnosticMessage message)
    {
        if (_log is null)
        {
            lock (_lock)
            {
                if (_log is null)
                {
                    if (_waiting.Count < WaitingLimit)
                    {
                        _waiting.Enqueue(message);
                    }
                    else
                    {
                        _left++;
                    }

                    return;
                }
            }
        }

        Write(_log, message);
    }

    /// <summary>
    /// Finds the logger factory and logs the messages that wait. Must not be called before the factory is built; the container would
    /// build a second one. Cheap once it has succeeded.
    /// </summary>
    public void Connect()
    {
        // Another call may come from within: the factory asks each provider for a logger of the category.
        if (_log is not null || Interlocked.Exchange(ref _isConnecting, 1) != 0)
        {
            return;
        }

        try
        {
            if (services.GetService<ILoggerFactory>()?.CreateLogger(Category) is { } log)
            {
                WriteWaiting(log);
            }
        }
        catch (Exception)
        {
            // The container is disposed, or a logger of the application failed. The event source has the messages, too.
        }
        finally
        {
            Volatile.Write(ref _isConnecting, 0);
        }
    }

    private void WriteWaiting(ILogger log)
    {
        while (true)
        {
            DiagnosticMessage[] messages;
            lock (_lock)
            {
                if (_waiting.Count == 0)
                {
                    _log = log;
                    break;
                }

                messages = [.. _waiting];
                _waiting.Clear();
            }

            foreach (var message in messages)
            {
                Write(log, message);
            }
        }

        if (_left > 0)
        {
            Write(log, new DiagnosticMessage(LogSeverity.Warning, $"{_left:N0} messages came before the logger factory was built, and found no room."));
        }
    }

    private void Write(ILogger log, DiagnosticMessage message)
    {
        var level = message.Severity >= LogSeverity.Warning ? LogLevel.Warning : LogLevel.Information;
        if (name.Length == 0)
        {
            Tell(log, level, message.Text);
        }
        else
        {
            TellOf(log, level, name, message.Text);
        }
    }

    [LoggerMessage(EventId = 2, EventName = "Diagnostic", Message = "{Message}")]
    private static partial void Tell(ILogger log, LogLevel level, string message);

    [LoggerMessage(EventId = 3, EventName = "DiagnosticOfDetector", Message = "{Detector}: {Message}")]
    private static partial void TellOf(ILogger log, LogLevel level, string detector, string message);
}
