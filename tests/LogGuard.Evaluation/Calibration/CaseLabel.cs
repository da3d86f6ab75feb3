namespace LogGuard.EvaluationRuns.Calibration;

/// <summary>The truth about a session.</summary>
internal enum CaseLabel
{
    Normal,
    Anomalous,

    /// <summary>Judged, but no part of precision and recall: the truth is in dispute.</summary>
    Unscored,
}
