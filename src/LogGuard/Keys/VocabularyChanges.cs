namespace LogGuard.Keys;

/// <summary>
/// What has happened to a vocabulary's keys beside being given in order: none of it ever changes which key a text has.
/// </summary>
internal sealed record VocabularyChanges
{
    /// <summary>A vocabulary whose keys were only ever given.</summary>
    public static readonly VocabularyChanges None = new();

    /// <summary>Keys of mined templates, ascending: those that no application logs as its template.</summary>
    public int[] MinedKeys { get; init; } = [];

    /// <summary>Keys that are shown with another template than they were given for, ascending by key.</summary>
    public KeyName[] Names { get; init; } = [];

    /// <summary>Keys that were merged into another, ascending by the merged key; the other one is not merged itself.</summary>
    public KeyAlias[] Aliases { get; init; } = [];

    /// <summary>Whether there is anything.</summary>
    public bool IsEmpty => MinedKeys.Length == 0 && Names.Length == 0 && Aliases.Length == 0;

    /// <summary>Whether all of it is about keys from 1 to a number of them, and nothing contradicts itself.</summary>
    public bool Fits(int keyCount)
    {
        bool IsKey(int key) => key > LogKey.Unknown && key <= keyCount;
        if (!MinedKeys.All(IsKey) || !Names.All(name => name is { Template: not null } && IsKey(name.Key))
            || !Aliases.All(alias => alias is not null && IsKey(alias.From) && IsKey(alias.To)))
        {
            return false;
        }

        var merged = Aliases.Select(alias => alias.From).ToHashSet();
        return merged.Count == Aliases.Length
            && !Aliases.Any(alias => merged.Contains(alias.To))
            && MinedKeys.Distinct().Count() == MinedKeys.Length
            && Names.DistinctBy(name => name.Key).Count() == Names.Length;
    }
}

/// <summary>The template that a key is shown with.</summary>
internal sealed record KeyName(int Key, string Template);

/// <summary>A key whose events count as another's.</summary>
internal sealed record KeyAlias(int From, int To);
