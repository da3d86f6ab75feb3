namespace LogGuard.Tests.Evaluation.Values;

/// <summary>What a replay with injected slow-downs came to.</summary>
internal sealed class ValueScore
{
    /// <summary>Events that were slowed down.</summary>
    public int Injected { get; set; }

    /// <summary>Numbers of those that were reported with the right feature.</summary>
    public List<int> Found { get; } = [];

    /// <summary>Values judged in the other events.</summary>
    public int Values { get; set; }

    /// <summary>Other events that were reported.</summary>
    public int FalseAlarms { get; set; }

    /// <summary>Share of values that raised a false alarm.</summary>
    public double FalseAlarmRate => (double)FalseAlarms / Math.Max(1, Values);
}
