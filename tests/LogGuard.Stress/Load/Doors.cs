namespace LogGuard.Stress.Load;

/// <summary>The logging frameworks that can be asked for by name.</summary>
internal static class Doors
{
    // Not Microsoft.Extensions.Logging: its events carry no time of their own, by which a quiet run could repeat them exactly.
    public static readonly string[] Names = ["serilog"];

    /// <summary>A framework with a detector behind it, or, to measure against, one that does nothing.</summary>
    public static IDoor Open(string name, AnomalyDetector? detector) => name switch
    {
        "serilog" => new SerilogDoor(detector),
        _ => throw new ArgumentException($"there is no door {name}", nameof(name)),
    };
}
