using LogGuard.Primitives;

namespace LogGuard.Learning.Snapshots;

/// <summary>Identifies an anomaly that was delivered, in any process that reads the same lines.</summary>
/// <param name="Hash">Hash of its session, its place, its kind, its question and its template.</param>
/// <param name="Timestamp">The timestamp of its line, in UTC ticks.</param>
internal readonly record struct DeliveredReport(ulong Hash, long Timestamp)
{
    /// <summary>Bytes of a report in a file.</summary>
    public const int Size = sizeof(ulong) + sizeof(long);

    public static DeliveredReport Of(Anomaly anomaly)
    {
        var hash = StableHash.Of(anomaly.SessionId);
        hash = SplitMix64.Mix(hash ^ StableHash.Of(anomaly.Template));
        hash = SplitMix64.Mix(hash ^ StableHash.Of(anomaly.Question ?? ""));
        hash = SplitMix64.Mix(hash ^ (ulong)anomaly.Position);
        return new DeliveredReport(SplitMix64.Mix(hash ^ (ulong)anomaly.Kind), anomaly.Timestamp.UtcTicks);
    }
}
