using System.Text.Json.Serialization;

namespace LogGuard.Models.Rates;

/// <summary>How long one key stays away, in busy minutes.</summary>
internal sealed class RateGap
{
    /// <summary>The longest time between two minutes with the key.</summary>
    public int Longest { get; set; }

    /// <summary>Number of minutes with the key.</summary>
    public long Minutes { get; set; }

    /// <summary>Sum of its counts in all busy minutes since it was first seen, those without it included.</summary>
    public double Sum { get; set; }

    /// <summary>Sum of their squares.</summary>
    public double Squares { get; set; }

    /// <summary>Number of busy minutes since it was first seen.</summary>
    public long Seen { get; set; }

    /// <summary>The last minute with the key, counted in this process.</summary>
    [JsonIgnore]
    public long Last { get; set; }

    /// <summary>Number of minutes with the key in this process.</summary>
    [JsonIgnore]
    public long SinceStart { get; set; }

    /// <summary>Whether it stopped and has not come again.</summary>
    [JsonIgnore]
    public bool HasStopped { get; set; }

    /// <summary>The level of its last line.</summary>
    public LogSeverity Severity { get; set; }
}
