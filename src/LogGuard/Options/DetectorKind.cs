namespace LogGuard;

/// <summary>The models that judge the log.</summary>
public enum DetectorKind
{
    /// <summary>
    /// All models: new templates, the key sequence model including the start and end of sessions, and the counts of keys in a
    /// session. Calibrated for <see cref="ModelOptions.TargetAlarmRate"/>.
    /// </summary>
    Default,

    /// <summary>Only templates that never occurred in training.</summary>
    NewKey,

    /// <summary>The N-gram baseline of the DeepLog paper, section 3.1.1, with N = 1.</summary>
    NGram,

    /// <summary>
    /// DeepLog's log key model by the paper's protocol, section 5.1. An event is judged once the window before it is full. It
    /// is unexpected if its key is not among the <see cref="ModelOptions.TopG"/> most likely keys (9 if unset).
    /// </summary>
    DeepLog,

    /// <summary>
    /// Only the models that <see cref="AnomalyDetectorOptionsExtensions.UseDetector"/> added.
    /// </summary>
    Custom,
}
