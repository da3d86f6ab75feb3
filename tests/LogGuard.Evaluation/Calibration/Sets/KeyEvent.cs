namespace LogGuard.EvaluationRuns.Calibration.Sets;

/// <summary>One line of a log whose templates are known.</summary>
/// <param name="Session">The session it belongs to.</param>
/// <param name="Template">Its template.</param>
/// <param name="UtcTicks">When it was logged.</param>
/// <param name="Severity">Its level.</param>
/// <param name="IsLast">Whether it is the session's last.</param>
internal readonly record struct KeyEvent(string Session, string Template, long UtcTicks, LogSeverity Severity, bool IsLast);
