namespace LogGuard.Keys;

/// <summary>
/// Log keys are plain small integers, given in order of first sight from 1; this names the one that is special.
/// </summary>
internal static class LogKey
{
    /// <summary>The key of every template that the vocabulary had no room for.</summary>
    public const int Unknown = 0;
}
