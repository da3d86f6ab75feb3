using LogGuard.Diagnostics;
using LogGuard.Learning.Snapshots;

namespace LogGuard;

/// <summary>What the detector tells of itself to the application's monitoring.</summary>
public sealed partial class AnomalyDetector
{
    /// <summary>Time since the model was trained, by the clock; null where there is none yet.</summary>
    public TimeSpan? ModelAge => _processor.Learning.Trained is { } trained
        ? TimeSpan.FromTicks(Math.Max(0, (_options.TimeProvider.GetUtcNow() - trained).Ticks))
        : null;

    private TimeSpan LagOf(long timestamp) =>
        timestamp == 0 ? TimeSpan.Zero : TimeSpan.FromTicks(Math.Max(0, _options.TimeProvider.GetUtcNow().UtcTicks - timestamp));

    private static void EndLoading(DetectorActivity activity, Snapshot? snapshot, string? problem)
    {
        activity.Tag("logguard.sessions", snapshot?.Model?.SessionCount ?? snapshot?.Corpus?.Count);
        activity.Tag("logguard.templates", snapshot?.Templates.Length);
        if (snapshot is null && problem is not null)
        {
            activity.Fail(problem);
        }
        else
        {
            activity.End(snapshot is null ? "none" : "done");
        }
    }

    private sealed class Measured(AnomalyDetector detector) : IMeasured
    {
        public DetectorCounters Counters => detector.Counters;

        public DetectorState State => detector.State;

        public double TrainingProgress => detector.TrainingProgress;

        public TimeSpan? ModelAge => detector.ModelAge;
    }
}
