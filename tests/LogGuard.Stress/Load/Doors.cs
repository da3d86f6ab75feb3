namespace LogGuard.Stress.Load;

/// <summary>The logging frameworks by name.</summary>
internal static class Doors
{
    public static readonly string[] Names = ["serilog", "logging"];

    /// <summary>Creates a framework with a detector, or without one as a baseline.</summary>
    public static IDoor Open(string name, AnomalyDetector? detector) => name switch
    {
        "serilog" => new SerilogDoor(detector),
        "logging" => new LoggingDoor(detector),
        _ => throw new ArgumentException($"there is no door {name}", nameof(name)),
    };
}
