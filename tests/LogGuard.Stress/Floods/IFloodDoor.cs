namespace LogGuard.Stress.Floods;

/// <summary>A logging framework with a detector, for lines of any form.</summary>
internal interface IFloodDoor : IDisposable
{
    /// <summary>Logs a line as an application does.</summary>
    void Write(in FloodLine line);
}

/// <summary>A line of a flood.</summary>
/// <param name="Template">The message template. A text without values stands for a message built by the application.</param>
/// <param name="Values">The values of the template's holes, in order.</param>
internal readonly record struct FloodLine(string Template, params object?[] Values)
{
    public LogSeverity Severity { get; init; } = LogSeverity.Information;

    /// <summary>The category or source context.</summary>
    public string Category { get; init; } = "Shop.Flood";

    /// <summary>The session, of any type; null for a line without one.</summary>
    public object? Session { get; init; }

    public Exception? Exception { get; init; }
}
