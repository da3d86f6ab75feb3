namespace LogGuard;

/// <summary>A snapshot in the model folder; see <see cref="AnomalyDetector.Snapshots"/>.</summary>
/// <param name="Number">The number of the snapshot. Higher numbers are newer.</param>
/// <param name="Saved">When the snapshot was saved.</param>
/// <param name="State">Whether the snapshot holds a trained model or collected sessions.</param>
/// <param name="SessionCount">The number of sessions that the model was trained on; null if the snapshot holds no model.</param>
public sealed record SnapshotSummary(int Number, DateTimeOffset Saved, DetectorState State, int? SessionCount)
{
    /// <summary>
    /// The changes that trainings on recent sessions have learnt although they stood reported, because they lasted; oldest first, at most
    /// 100. Each text names the change, the number of its sessions, and since when it came. Empty if there are none.
    /// </summary>
    public IReadOnlyList<string> LearntChanges { get; init; } = [];
}
