namespace LogGuard.Keys;

/// <summary>
/// Log keys are plain small integers, given in order of first sight from 1; this names the ones that are special.
/// </summary>
internal static class LogKey
{
    /// <summary>The key of every template that the vocabulary had no room for.</summary>
    public const int Unknown = 0;

    /// <summary>
    /// Stands, in the queue only, for a template that has no holes and was not seen before: the reader says which key it
    /// gets. Negative, so that no key is one, and none of the queue's and the windows' own symbols either.
    /// </summary>
    public const int Mined = -3;

    /// <summary>No key, where one might stand.</summary>
    public const int None = int.MinValue;
}
