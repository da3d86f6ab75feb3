using System.Text.Json.Serialization;

namespace LogGuard.Stress.Floods;

/// <summary>The outcome of one flood, or of several together.</summary>
internal sealed record FloodResult
{
    public long Exceptions { get; init; }

    /// <summary>Calls to the logger.</summary>
    public long Calls { get; init; }

    public long Received { get; init; }

    public long Scored { get; init; }

    /// <summary>Events that were not judged: dropped or left behind.</summary>
    public long Dropped { get; init; }

    public int Planted { get; init; }

    public int Alerted { get; init; }

    public double WorstAlertSeconds { get; init; }

    public double WorstLagSeconds { get; init; }

    /// <summary>Growth of the heap after a collection in half of the time, in MB; see <see cref="FloodMemory"/>.</summary>
    public double MemoryGrowth { get; init; }

    public string Note { get; init; } = "";

    public static FloodResult Sum(IReadOnlyCollection<FloodResult> results) => new()
    {
        Exceptions = results.Sum(result => result.Exceptions),
        Calls = results.Sum(result => result.Calls),
        Received = results.Sum(result => result.Received),
        Scored = results.Sum(result => result.Scored),
        Dropped = results.Sum(result => result.Dropped),
        Planted = results.Sum(result => result.Planted),
        Alerted = results.Sum(result => result.Alerted),
        WorstAlertSeconds = results.Select(result => result.WorstAlertSeconds).DefaultIfEmpty().Max(),
        WorstLagSeconds = results.Select(result => result.WorstLagSeconds).DefaultIfEmpty().Max(),
        MemoryGrowth = results.Select(result => result.MemoryGrowth).DefaultIfEmpty().Max(),
    };
}

/// <summary>The form in which a child hands its result over.</summary>
[JsonSerializable(typeof(FloodResult))]
internal sealed partial class FloodJson : JsonSerializerContext;
