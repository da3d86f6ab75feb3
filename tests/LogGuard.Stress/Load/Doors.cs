namespace LogGuard.Stress.Load;

/// <summary>The logging frameworks that can be asked for by name.</summary>
internal static class Doors
{
    public static readonly string[] Names = ["serilog", "logging"];

    /// <summary>A framework with a detector behind it, or, to measure against, one that does nothing.</summary>
    public static IDoor Open(string name, AnomalyDetector? detector) => name switch
    {
        "serilog" => new SerilogDoor(detector),
        "logging" => new LoggingDoor(detector),
        _ => throw new ArgumentException($"there is no door {name}", nameof(name)),
    };
}
