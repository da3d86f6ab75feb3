namespace LogGuard;

/// <summary>Which models judge the log.</summary>
public enum DetectorKind
{
    /// <summary>
    /// All of them: templates never seen, the key sequence model with the beginnings and ends of sessions, and the
    /// counts of keys in a session; calibrated for <see cref="ModelOptions.TargetAlarmRate"/>.
    /// </summary>
    Default,

    /// <summary>Only templates that were never seen while learning.</summary>
    NewKey,

    /// <summary>The N-gram baseline of the DeepLog paper, section 3.1.1, with N = 1.</summary>
    NGram,

    /// <summary>
    /// DeepLog's log key model by the paper's protocol, section 5.1: an event is judged once the window before it is
    /// full, and is unexpected where it is not among the <see cref="ModelOptions.TopG"/> most likely ones (9 where unset).
    /// </summary>
    DeepLog,
}
