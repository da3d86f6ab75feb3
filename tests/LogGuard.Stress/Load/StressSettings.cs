namespace LogGuard.Stress.Load;

/// <summary>What was asked for on the command line.</summary>
internal sealed record StressSettings
{
    public required int Seconds { get; init; }

    public required int Threads { get; init; }

    /// <summary>Lines a second of all threads together, but in bursts.</summary>
    public required int Rate { get; init; }

    public required int Restarts { get; init; }

    public required int Kills { get; init; }

    public required int Seed { get; init; }

    public required string Door { get; init; }
}
