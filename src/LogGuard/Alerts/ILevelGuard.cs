namespace LogGuard.Alerts;

/// <summary>
/// Knows of events that only reach a door because a minimum level is lowered for a time. Sessions that hold them are others
/// than were learnt from, so the detector does not look at them.
/// </summary>
internal interface ILevelGuard
{
    bool Hides(LogSeverity severity);
}
