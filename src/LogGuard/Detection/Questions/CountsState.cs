using LogGuard.Models.Counts;

namespace LogGuard.Detection.Questions;

/// <summary>The count model in a snapshot.</summary>
internal sealed record CountsState
{
    public required int ValueLimit { get; init; }

    public required int SessionCount { get; init; }

    public required CountConstraint[] Constraints { get; init; }

    public required Dictionary<int, int> LargestCounts { get; init; }
}
