using LogGuard.Extensions.Logging.Lines;

namespace LogGuard.Extensions.Logging.States;

/// <summary>Cached facts about a type of log state, determined by its first event.</summary>
internal abstract class StateShape : LinePool
{
    /// <summary>Whether the type is a struct.</summary>
    public bool IsStruct { get; protected init; }

    /// <summary>
    /// Whether states with the same template have the same names in the same order, with the template last. True for the types
    /// of the framework and its source generator.
    /// </summary>
    public bool IsFixed { get; protected init; }

    /// <summary>Whether the type is the state of the framework's extension methods, which hold their values in an array.</summary>
    public bool IsFormatted { get; protected init; }

    /// <summary>
    /// Whether a copy of the state can be read later, because it holds only immutable values. This avoids reading the values on
    /// the caller's thread, where the indexers of source-generated states would box every number.
    /// </summary>
    public bool IsKept { get; protected init; }
}
