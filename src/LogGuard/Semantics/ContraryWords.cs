namespace LogGuard.Semantics;

/// <summary>
/// Words by which a template says the contrary of a similar one: negations, failures, and undoing. "Payment captured" and "Payment
/// capture failed" share their words and are not the same step, and no vector tells that reliably.
/// </summary>
internal static class ContraryWords
{
    private static readonly HashSet<string> Words = new(StringComparer.Ordinal)
    {
        "bad", "wrong", "dead", "down", "off", "lost", "late", "full", "stale", "slow", "again", "already",
    };

    // The last ones are what is left of "doesn't" and its like.
    private static readonly HashSet<string> Negations = new(StringComparer.Ordinal)
    {
        "no", "not", "non", "never", "none", "nothing", "cannot", "without", "neither", "nor",
        "don", "doesn", "didn", "isn", "wasn", "aren", "weren", "won", "can", "couldn", "shouldn", "hasn", "haven",
    };

    // Beginnings, so that fail, failed, failing and failure are one.
    private static readonly string[] Stems =
    [
        "abandon", "abort", "absent", "anomal", "bann", "blocked", "broke", "bug", "cancel", "collision", "conflict", "corrupt", "crash", "damag",
        "deadlock", "declin", "defect", "degrad", "delay", "denied", "deny", "disab", "discard", "disconnect", "drop", "duplicate", "empty",
        "error", "evict", "exceed", "except", "exhaust", "expir", "fail", "fatal", "fault", "forbid", "hang", "hung", "illegal", "impossib",
        "inaccess", "incomplet", "inconsist", "incorrect", "insufficient", "interrupt", "invalid", "kill", "lack", "leak", "malform", "mismatch",
        "miss", "overflow", "overload", "overrun", "panic", "partial", "refus", "reject", "retr", "revert", "revok", "roll", "skip", "stuck",
        "suspend", "suspici", "terminat", "throttl", "timed", "timeout", "truncat", "unable", "unauthor", "unavail", "undo", "unexpect", "unknown",
        "unreach", "unsuccess", "unsupport", "violat", "warn",
    ];

    /// <summary>
    /// Whether a template says something contrary that an earlier one does not, or lacks a negation of it. A failure that the earlier one
    /// names and the later one does not is none: the earlier one is a usual line all the same.
    /// </summary>
    public static bool Differ(IReadOnlyList<string> earlier, IReadOnlyList<string> later) =>
        !Of(later).IsSubsetOf(Of(earlier)) || !later.Where(Negations.Contains).ToHashSet().IsSupersetOf(earlier.Where(Negations.Contains));

    private static HashSet<string> Of(IEnumerable<string> words)
    {
        var found = new HashSet<string>(StringComparer.Ordinal);
        foreach (var word in words)
        {
            if (Words.Contains(word) || Negations.Contains(word))
            {
                found.Add(word);
            }
            else if (Array.Find(Stems, stem => word.StartsWith(stem, StringComparison.Ordinal)) is { } stem)
            {
                found.Add(stem);
            }
        }

        return found;
    }
}
