namespace LogGuard.Stress.Load;

/// <summary>The settings from the command line.</summary>
internal sealed record StressSettings
{
    public required int Seconds { get; init; }

    public required int Threads { get; init; }

    /// <summary>Lines per second of all threads together, except in bursts.</summary>
    public required int Rate { get; init; }

    public required int Restarts { get; init; }

    public required int Kills { get; init; }

    public required int Seed { get; init; }

    public required string Door { get; init; }

    /// <summary>Whether floods run instead of the load with its faults.</summary>
    public bool HasFloods { get; init; }

    /// <summary>The only flood to run; null for all.</summary>
    public string? OnlyFlood { get; init; }

    /// <summary>Bytes that a flood keeps for each line on purpose; 0 for none.</summary>
    public int Leak { get; init; }
}
