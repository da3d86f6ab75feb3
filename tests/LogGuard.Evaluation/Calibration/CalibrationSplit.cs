namespace LogGuard.EvaluationRuns.Calibration;

/// <summary>A log divided into what is learnt and what is judged.</summary>
internal abstract class CalibrationSplit
{
    /// <summary>Normal sessions to learn from.</summary>
    public required IReadOnlyList<CalibrationCase> Learnt { get; init; }

    /// <summary>All that is judged.</summary>
    public required IReadOnlyList<CalibrationCase> Judged { get; init; }

    /// <summary>Sets what the log requires; all else stays at its default.</summary>
    public virtual void Configure(AnomalyDetectorOptions options)
    {
    }

    /// <summary>Passes what is learnt to a detector.</summary>
    public abstract Task LearnAsync(AnomalyDetector detector, CancellationToken cancellation);

    /// <summary>Passes what is judged to a trained detector.</summary>
    public abstract Task JudgeAsync(AnomalyDetector detector, CancellationToken cancellation);

    /// <summary>The id of the case that an anomaly is about; null: of none that is scored.</summary>
    public virtual string? CaseOf(Anomaly anomaly) => anomaly.SessionId;

    /// <summary>Whether an anomaly in a normal session is right all the same.</summary>
    public virtual bool IsExcused(Anomaly anomaly) => false;
}
