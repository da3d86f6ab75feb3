namespace LogGuard.EvaluationRuns.Calibration.Sets;

/// <summary>One line of text.</summary>
/// <param name="Text">What the detector reads.</param>
/// <param name="Session">The session it belongs to; empty where the log has none.</param>
/// <param name="Label">The truth about it, or about its session.</param>
internal sealed record LabelledLine(string Text, string Session, CaseLabel Label);
