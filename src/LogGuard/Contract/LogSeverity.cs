namespace LogGuard;

/// <summary>How severe a log event is, lowest first, whichever logging framework it came from.</summary>
public enum LogSeverity
{
    /// <summary>Anything and everything (Serilog's Verbose, Microsoft.Extensions.Logging's Trace).</summary>
    Verbose = 0,

    /// <summary>Internal events of interest while debugging.</summary>
    Debug = 1,

    /// <summary>The normal course of things.</summary>
    Information = 2,

    /// <summary>Something odd that did not stop the work.</summary>
    Warning = 3,

    /// <summary>A failure of one operation.</summary>
    Error = 4,

    /// <summary>A failure of the whole (Microsoft.Extensions.Logging's Critical).</summary>
    Fatal = 5,
}
