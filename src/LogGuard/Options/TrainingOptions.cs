using LogGuard.Configuration;
using LogGuard.Faults;

namespace LogGuard;

/// <summary>
/// Settings for training. The first training starts when the first of <see cref="SessionCount"/>, <see cref="EventCount"/>,
/// <see cref="Duration"/> and <see cref="QuietTime"/> is reached, or, in a log without sessions, <see cref="StreamEventCount"/>. Times are in event time.
/// </summary>
public sealed class TrainingOptions
{
    /// <summary>The default of <see cref="SessionCount"/>.</summary>
    public const int DefaultSessionCount = 2_000;
    internal const long DefaultEventCount = 1_000_000;
    internal const int DefaultStreamEventCount = 20_000;
    internal const int DefaultSessionLengthLimit = 4_096;
    internal const int DefaultRecentSessions = 2_000;
    internal const int DefaultWindowMemoryLimit = 256;

    /// <summary>Number of ended sessions after which training starts, 2..100,000,000. The default is <c>2,000</c>.</summary>
    public int SessionCount { get; set; } = DefaultSessionCount;

    /// <summary>Number of collected events after which training starts, 10..1,000,000,000. The default is <c>1,000,000</c>.</summary>
    public long EventCount { get; set; } = DefaultEventCount;

    /// <summary>
    /// Number of collected events without a session after which training starts if less than a twentieth as many events are in
    /// sessions, 100..1,000,000,000. The default is <c>20,000</c>, about five parts of <see cref="SessionLengthLimit"/>. Such a log is
    /// learnt in parts, after a day if it has fewer events, and only the order of its lines is judged.
    /// </summary>
    public int StreamEventCount { get; set; } = DefaultStreamEventCount;

    /// <summary>
    /// Time since the first event after which training starts, 1 second to 365 days. The default is null: no time limit, and a day in a
    /// log without sessions. With more than a day, such a log is learnt that long, too.
    /// </summary>
    public TimeSpan? Duration { get; set; }

    /// <summary>Time without a new template after which training starts, 1 second to 365 days. The default is null: not used.</summary>
    public TimeSpan? QuietTime { get; set; }

    /// <summary>
    /// Maximum length of a training session in events, 16..1,000,000. The default is <c>4,096</c>. Longer sessions are learnt
    /// in parts, which bounds the memory of an endless stream while it is collected.
    /// </summary>
    public int SessionLengthLimit { get; set; } = DefaultSessionLengthLimit;

    /// <summary>
    /// Number of sessions that are kept for retraining while detecting, 0..1,000,000. The default is <c>2,000</c>, the number
    /// that a first training takes; 0 keeps none. They are a uniform sample of the sessions since the last training, with at
    /// most a million events. Up to 2,000 whole sessions are kept with their times, and 4 MB of the latest values. Snapshots
    /// include them.
    /// </summary>
    public int RecentSessions { get; set; } = DefaultRecentSessions;

    /// <summary>
    /// Time between two trainings on recent sessions, 1 minute to 3,650 days. The default is null: only
    /// <see cref="AnomalyDetector.RetrainAsync"/> trains again.
    /// </summary>
    public TimeSpan? RetrainInterval { get; set; }

    /// <summary>
    /// How long a template that is new in a version of the application is quarantined, in event time, 1 second to 365 days. The
    /// default is 1 day. The template is reported once. It becomes normal if it is not an error, occurs in three sessions or
    /// more, occurs in the second half of the time too, and occurs in no session that was reported for something else;
    /// otherwise it is reported again. With null it is reported like any other new template.
    /// </summary>
    public TimeSpan? QuarantineTime { get; set; } = TimeSpan.FromDays(1);

    /// <summary>
    /// Maximum memory of the distinct windows of a training, in MB, 0..2,048. The default is <c>256</c>, enough for 6 million
    /// windows of 10 events or 660,000 of 100. Above the limit, sessions are written to a temporary file, 4 bytes per event, in
    /// <see cref="AnomalyDetectorOptions.ModelPath"/> or the system's temporary folder. Each pass then reads its windows from
    /// the file, and thresholds are chosen on a sample of the sessions; a diagnostic message reports this. A higher value
    /// trains larger logs in memory, with short peaks of up to four times the value. 0 always trains from a file.
    /// </summary>
    public int WindowMemoryLimit { get; set; } = DefaultWindowMemoryLimit;

    /// <summary>
    /// File of the flows that the package LogGuard.Testing recorded from the application's tests, such as <c>flows.approved.md</c>.
    /// The default is null: none. Until the first model is trained, the detector then reports lines that no flow has, and skipped or
    /// reordered steps; it does not judge counts, values, times, rates and ends of sessions. Sessions with skipped or reordered
    /// steps are not learnt unless they are marked normal. A relative path is relative to <see cref="AppContext.BaseDirectory"/>.
    /// </summary>
    /// <remarks>The detector's constructor throws <see cref="ArgumentException"/> if the file cannot be read.</remarks>
    public string? WarmStart { get; set; }

    internal void Check(OptionFaults faults)
    {
        faults.RequireRange("Training.SessionCount", SessionCount, 2, 100_000_000);
        faults.RequireRange("Training.EventCount", EventCount, 10, 1_000_000_000);
        faults.RequireRange("Training.StreamEventCount", StreamEventCount, 100, 1_000_000_000);
        faults.RequireRange("Training.Duration", Duration ?? TimeSpan.FromDays(1), TimeSpan.FromSeconds(1), TimeSpan.FromDays(365));
        faults.RequireRange("Training.QuietTime", QuietTime ?? TimeSpan.FromDays(1), TimeSpan.FromSeconds(1), TimeSpan.FromDays(365));
        faults.RequireRange("Training.SessionLengthLimit", SessionLengthLimit, 16, 1_000_000);
        faults.RequireRange("Training.RecentSessions", RecentSessions, 0, 1_000_000);
        faults.RequireRange("Training.RetrainInterval", RetrainInterval ?? TimeSpan.FromDays(1), TimeSpan.FromMinutes(1), TimeSpan.FromDays(3650));
        faults.RequireRange("Training.QuarantineTime", QuarantineTime ?? TimeSpan.FromDays(1), TimeSpan.FromSeconds(1), TimeSpan.FromDays(365));
        faults.RequireRange("Training.WindowMemoryLimit", WindowMemoryLimit, 0, 2_048);
        faults.RequireFile("Training.WarmStart", WarmStart);
    }

    internal TrainingOptions Copy() => (TrainingOptions)MemberwiseClone();
}
