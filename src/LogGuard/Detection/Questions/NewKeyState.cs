namespace LogGuard.Detection.Questions;

/// <summary>The keys seen once in a snapshot.</summary>
internal sealed record NewKeyState
{
    /// <summary>Keys that only one of many sessions had while learning, ascending.</summary>
    public required int[] SeenOnce { get; init; }
}
