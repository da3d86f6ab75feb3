namespace LogGuard.Detection.Questions;

/// <summary>The question of new keys in a snapshot.</summary>
internal sealed record NewKeyState
{
    /// <summary>Keys that few of many sessions had while learning, ascending.</summary>
    public required int[] SeenRarely { get; init; }

    /// <summary>The share of normal sessions that are expected to have a new key, 0..1.</summary>
    public required double ExpectedAlarmRate { get; init; }
}
