using LogGuard.Models.Counts;

namespace LogGuard.Detection.Questions;

/// <summary>The count model in a snapshot.</summary>
internal sealed record CountsState
{
    /// <summary>For earlier versions, which require it.</summary>
    public required int ValueLimit { get; init; }

    public required int SessionCount { get; init; }

    public required CountConstraint[] Constraints { get; init; }

    public required Dictionary<int, int> LargestCounts { get; init; }

    /// <summary>The estimated share of normal sessions that break a constraint; 0 in snapshots of earlier versions.</summary>
    public double UnseenShare { get; init; }
}
