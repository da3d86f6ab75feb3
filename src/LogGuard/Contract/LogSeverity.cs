namespace LogGuard;

/// <summary>The severity of a log event, lowest first, independent of the logging framework.</summary>
public enum LogSeverity
{
    /// <summary>The most detailed level (Serilog's Verbose, Microsoft.Extensions.Logging's Trace).</summary>
    Verbose = 0,

    /// <summary>Internal events for debugging.</summary>
    Debug = 1,

    /// <summary>Normal events.</summary>
    Information = 2,

    /// <summary>An unusual event that did not stop the operation.</summary>
    Warning = 3,

    /// <summary>A failure of one operation.</summary>
    Error = 4,

    /// <summary>A failure of the whole application (Microsoft.Extensions.Logging's Critical).</summary>
    Fatal = 5,
}
