using LogGuard.Extensions.Logging.States;

namespace LogGuard.Extensions.Logging.Lines;

/// <summary>What is kept of an event's state on its way to the detector's thread.</summary>
internal interface IRetained
{
    /// <summary>Puts it into a line, on the detector's thread.</summary>
    void MoveTo(EventLine line, LogCallSite site);
}
