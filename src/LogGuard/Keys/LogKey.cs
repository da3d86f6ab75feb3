namespace LogGuard.Keys;

/// <summary>The special log keys. All others are small integers, given in order of first sight from 1.</summary>
internal static class LogKey
{
    /// <summary>The key of every template beyond the limit of the vocabulary.</summary>
    public const int Unknown = 0;

    /// <summary>
    /// In the queue only: a new template without holes, or one that is only a hole, whose key the reader decides. Negative, so that it is no key, and
    /// none of the symbols in <c>Boundary</c> either.
    /// </summary>
    public const int Mined = -3;

    /// <summary>No key, where one might stand.</summary>
    public const int None = int.MinValue;

    /// <summary>
    /// In the queue only: a command for the reader instead of an event. None of the symbols in <c>Boundary</c>, which are
    /// negative too.
    /// </summary>
    public const int Command = -4;

    /// <summary>In the queue only: a root activity of the record's session has stopped.</summary>
    public const int RootStopped = -5;

    /// <summary>In the queue only: a root activity of the record's session has started, in a trace from another process.</summary>
    public const int RootStarted = -6;

    /// <summary>Whether a record with this key is an event, and not a message to the reader.</summary>
    public static bool IsEvent(int key) => key > Command;
}
