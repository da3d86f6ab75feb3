using LogGuard.Detection;
using LogGuard.Models.Rates;

namespace LogGuard.Learning.Snapshots;

/// <summary>The reader's state beside the sessions, to be saved with them.</summary>
/// <param name="EventTime">The latest event time, in UTC ticks.</param>
/// <param name="OpenedCount">Number of sessions opened so far.</param>
/// <param name="Quarantine">The templates that are watched.</param>
/// <param name="Questions">The questions of the model; none while collecting.</param>
/// <param name="Reports">Reports of an earlier process that may come again.</param>
internal sealed record RunningState(
    long EventTime, long OpenedCount, QuarantineState Quarantine, IReadOnlyList<IQuestion> Questions, IReadOnlyCollection<DeliveredReport> Reports)
{
    /// <summary>
    /// Further parts by their names, which are no names of questions. They are saved with those of the questions, and earlier versions
    /// ignore them.
    /// </summary>
    public IReadOnlyList<(string Name, Action<BinaryWriter> Save)> Parts { get; init; } = [];

    /// <summary>How often each template came; null if rates are not watched.</summary>
    public RateState? Rates { get; init; }
}
