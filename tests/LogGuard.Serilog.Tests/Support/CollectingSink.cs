using System.Collections.Concurrent;
using Serilog.Core;
using Serilog.Events;

namespace LogGuard.Serilog.Tests.Support;

/// <summary>Keeps what is written to it.</summary>
internal sealed class CollectingSink : ILogEventSink, IDisposable
{
    public ConcurrentQueue<LogEvent> Events { get; } = new();

    /// <summary>Whether each write fails, once it is kept.</summary>
    public bool Throws { get; set; }

    public bool IsDisposed { get; private set; }

    public void Emit(LogEvent logEvent)
    {
        Events.Enqueue(logEvent);
        if (Throws)
        {
            throw new InvalidOperationException("not today");
        }
    }

    public void Dispose() => IsDisposed = true;
}
