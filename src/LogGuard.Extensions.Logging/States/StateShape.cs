using LogGuard.Extensions.Logging.Lines;

namespace LogGuard.Extensions.Logging.States;

/// <summary>What is known of a type of log states: found out once, when the first event with such a state comes.</summary>
internal abstract class StateShape : LinePool
{
    /// <summary>Whether it is a struct.</summary>
    public bool IsStruct { get; protected init; }

    /// <summary>
    /// Whether two states with the same template have the same names in the same order, the template last: those that the
    /// framework and its source generator make.
    /// </summary>
    public bool IsFixed { get; protected init; }

    /// <summary>Whether it is the one of the framework's extension methods, which hold their values in an array.</summary>
    public bool IsFormatted { get; protected init; }

    /// <summary>
    /// Whether a copy of the state can be read at any time: it holds its values unboxed, and none that could change. So what
    /// source-generated logging passes, which would box every number that is asked of it, is not asked on the caller's thread.
    /// </summary>
    public bool IsKept { get; protected init; }
}
