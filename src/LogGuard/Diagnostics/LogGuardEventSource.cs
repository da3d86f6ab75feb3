using System.Diagnostics.Tracing;

namespace LogGuard.Diagnostics;

/// <summary>
/// The event source <c>LogGuard</c>. It writes the detectors' diagnostic messages for <c>dotnet-trace</c> and event listeners,
/// in addition to <see cref="AnomalyDetectorOptions.Diagnostics"/>.
/// </summary>
[EventSource(Name = SourceName)]
internal sealed class LogGuardEventSource : EventSource
{
    public const string SourceName = "LogGuard";

    public static readonly LogGuardEventSource Log = new LogGuardEventSource().DisposedOnUnload();

    private LogGuardEventSource()
    {
    }

    /// <summary>A state change of a detector: started, trained, saved, stopped.</summary>
    [Event(1, Level = EventLevel.Informational, Keywords = Keywords.Lifecycle, Message = "{0}: {1}")]
    public void Message(string detector, string message)
    {
        if (IsEnabled(EventLevel.Informational, Keywords.Lifecycle))
        {
            WriteEvent(1, detector, message);
        }
    }

    /// <summary>A problem. One that may occur with every event is reported at most once in 30 seconds.</summary>
    [Event(2, Level = EventLevel.Warning, Keywords = Keywords.Trouble, Message = "{0}: {1}")]
    public void Trouble(string detector, string message)
    {
        if (IsEnabled(EventLevel.Warning, Keywords.Trouble))
        {
            WriteEvent(2, detector, message);
        }
    }

    /// <summary>The keywords that a listener may enable.</summary>
    public static class Keywords
    {
        public const EventKeywords Lifecycle = (EventKeywords)1;
        public const EventKeywords Trouble = (EventKeywords)2;
    }
}
