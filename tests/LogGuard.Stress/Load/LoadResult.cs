namespace LogGuard.Stress.Load;

/// <summary>The result of a run under load.</summary>
internal sealed record LoadResult
{
    public required long Exceptions { get; init; }

    public required long Received { get; init; }

    public required long Scored { get; init; }

    /// <summary>Events that were not judged, for all counted reasons.</summary>
    public required long Dropped { get; init; }

    /// <summary>Whether every call of the host is accounted for in every detector.</summary>
    public required bool IsExact { get; init; }

    public required double MemoryGrowth { get; init; }

    public required long VerdictsDiffering { get; init; }

    public required int ModelsLost { get; init; }
}
