namespace LogGuard.EvaluationRuns.Calibration;

/// <summary>How a log reaches the detector.</summary>
internal enum CaseSource
{
    /// <summary>Sessions of log keys that are known exactly.</summary>
    Keys,

    /// <summary>Sessions of text, whose templates are mined.</summary>
    Text,

    /// <summary>One stream of text without sessions: each line is a case.</summary>
    Lines,
}
