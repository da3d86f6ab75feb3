namespace LogGuard.Alerts;

/// <summary>
/// Hides events that are logged only because a minimum level is temporarily lowered. The training sessions did not contain such
/// events, so the detector must not judge them.
/// </summary>
internal interface ILevelGuard
{
    bool Hides(LogSeverity severity);
}
