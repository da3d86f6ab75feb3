using LogGuard.Extensions.Logging.States;

namespace LogGuard.Extensions.Logging.Lines;

/// <summary>The captured state of an event on its way to the detector's thread.</summary>
internal interface IRetained
{
    /// <summary>Moves the state into a line. Called on the detector's thread.</summary>
    void MoveTo(EventLine line, LogCallSite site);
}
