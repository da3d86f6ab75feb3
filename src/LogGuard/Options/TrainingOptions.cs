using LogGuard.Configuration;
using LogGuard.Faults;

namespace LogGuard;

/// <summary>
/// When the detector has collected enough to train: whichever of these comes first. Times are the events' own.
/// </summary>
public sealed class TrainingOptions
{
    /// <summary>The default of <see cref="SessionCount"/>.</summary>
    public const int DefaultSessionCount = 2_000;
    internal const long DefaultEventCount = 1_000_000;
    internal const int DefaultSessionLengthLimit = 4_096;
    internal const int DefaultRecentSessions = 2_000;
    internal const int DefaultWindowMemoryLimit = 256;

    /// <summary>Enough sessions have ended: 2..100,000,000. The default is <c>2,000</c>.</summary>
    public int SessionCount { get; set; } = DefaultSessionCount;

    /// <summary>Enough events were collected, in however many sessions: 10..1,000,000,000. The default is <c>1,000,000</c>.</summary>
    public long EventCount { get; set; } = DefaultEventCount;

    /// <summary>This much time has passed since the first event; 1 second to 365 days. The default is null: time alone is not enough.</summary>
    public TimeSpan? Duration { get; set; }

    /// <summary>No new template has come for this long; 1 second to 365 days. The default is null: quiet alone is not enough.</summary>
    public TimeSpan? QuietTime { get; set; }

    /// <summary>
    /// A longer session is learnt in parts of this many events, 16..1,000,000. The default is <c>4,096</c>. Bounds the
    /// memory that an endless stream takes while it is collected.
    /// </summary>
    public int SessionLengthLimit { get; set; } = DefaultSessionLengthLimit;

    /// <summary>
    /// Sessions that are kept while detecting, to train on again: 0..1,000,000. The default is <c>2,000</c>, as many as a
    /// first training takes. A sample in which the sessions since the last training have equal chances; at most a million
    /// events. Up to 2,000 whole sessions are kept with their times, and 4 MB of the latest values; snapshots hold all of
    /// it. 0 keeps none.
    /// </summary>
    public int RecentSessions { get; set; } = DefaultRecentSessions;

    /// <summary>
    /// Time from one training to the next on recent sessions; 1 minute to 3,650 days. The default is null: only
    /// <see cref="AnomalyDetector.RetrainAsync"/> trains again.
    /// </summary>
    public TimeSpan? RetrainInterval { get; set; }

    /// <summary>
    /// How long a template that is new in a version of the application is watched, in the events' own time: 1 second to 365
    /// days. The default is 1 day. It is reported once, and taken as normal if it stayed quiet and regular: not an error, in
    /// three sessions or more, in the second half of the time too, and in none that was reported for something else;
    /// otherwise it is reported again. Null: it is reported like any other.
    /// </summary>
    public TimeSpan? QuarantineTime { get; set; } = TimeSpan.FromDays(1);

    /// <summary>
    /// Memory that the windows of a training may take, in MB, equal ones counted once: 0..2,048. The default is <c>256</c>,
    /// for 6 million windows of 10 events or 660,000 of 100. Where they would take more, sessions are written to a temporary
    /// file, in <see cref="AnomalyDetectorOptions.ModelPath"/> or else the system's temporary folder, 4 bytes an event, and
    /// their windows are made from it in each pass; thresholds are then chosen on a sample of the sessions. A diagnostic line
    /// says so. Raised, more is trained in memory, which takes up to four times as much for moments. 0 trains from a file always.
    /// </summary>
    public int WindowMemoryLimit { get; set; } = DefaultWindowMemoryLimit;

    internal void Check(OptionFaults faults)
    {
        faults.RequireRange("Training.SessionCount", SessionCount, 2, 100_000_000);
        faults.RequireRange("Training.EventCount", EventCount, 10, 1_000_000_000);
        faults.RequireRange("Training.Duration", Duration ?? TimeSpan.FromDays(1), TimeSpan.FromSeconds(1), TimeSpan.FromDays(365));
        faults.RequireRange("Training.QuietTime", QuietTime ?? TimeSpan.FromDays(1), TimeSpan.FromSeconds(1), TimeSpan.FromDays(365));
        faults.RequireRange("Training.SessionLengthLimit", SessionLengthLimit, 16, 1_000_000);
        faults.RequireRange("Training.RecentSessions", RecentSessions, 0, 1_000_000);
        faults.RequireRange("Training.RetrainInterval", RetrainInterval ?? TimeSpan.FromDays(1), TimeSpan.FromMinutes(1), TimeSpan.FromDays(3650));
        faults.RequireRange("Training.QuarantineTime", QuarantineTime ?? TimeSpan.FromDays(1), TimeSpan.FromSeconds(1), TimeSpan.FromDays(365));
        faults.RequireRange("Training.WindowMemoryLimit", WindowMemoryLimit, 0, 2_048);
    }

    internal TrainingOptions Copy() => (TrainingOptions)MemberwiseClone();
}
