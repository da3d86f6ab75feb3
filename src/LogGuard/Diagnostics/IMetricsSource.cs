namespace LogGuard.Diagnostics;

/// <summary>The values that the meter reads on a listener's thread.</summary>
internal interface IMetricsSource
{
    DetectorCounters Counters { get; }

    DetectorState State { get; }

    double TrainingProgress { get; }

    /// <summary>The cost of each question of the model in use; empty if there is no model.</summary>
    IReadOnlyList<QuestionCost> Questions { get; }

    /// <summary>Time since the model was trained; null if there is no model.</summary>
    TimeSpan? ModelAge { get; }
}
