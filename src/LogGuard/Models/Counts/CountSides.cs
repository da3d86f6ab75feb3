namespace LogGuard.Models.Counts;

/// <summary>
/// The sides on which a count is judged. Each side has its own evidence: a line that came three times in every session but
/// five times in one was never missing, though nobody knows how often it may come.
/// </summary>
[Flags]
internal enum CountSides
{
    /// <summary>Not judged.</summary>
    None = 0,

    /// <summary>Counts below the smallest one seen; for a key that was never absent, also 0.</summary>
    TooFew = 1,

    /// <summary>Counts between two that were seen.</summary>
    Between = 2,

    /// <summary>Counts above the largest one seen.</summary>
    TooMany = 4,

    /// <summary>Sessions with neither key of a tie. Without it, a tie says nothing about them.</summary>
    Neither = 8,

    /// <summary>Every count that was not seen, in sessions with the key, or with any key of a tie.</summary>
    All = TooFew | Between | TooMany,
}
