namespace LogGuard;

/// <summary>A snapshot in the model's folder; see <see cref="AnomalyDetector.Snapshots"/>.</summary>
/// <param name="Number">Its number; higher ones are newer.</param>
/// <param name="Saved">When it was saved.</param>
/// <param name="State">Whether it holds a trained model or sessions that were collected.</param>
/// <param name="SessionCount">Number of sessions that its model was trained on; null where it holds none.</param>
public sealed record SnapshotSummary(int Number, DateTimeOffset Saved, DetectorState State, int? SessionCount);
