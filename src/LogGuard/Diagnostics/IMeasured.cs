namespace LogGuard.Diagnostics;

/// <summary>What the meter reads, on a listener's thread.</summary>
internal interface IMeasured
{
    DetectorCounters Counters { get; }

    DetectorState State { get; }

    double TrainingProgress { get; }

    /// <summary>Time since the model was trained; null where there is none.</summary>
    TimeSpan? ModelAge { get; }
}
