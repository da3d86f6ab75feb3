namespace LogGuard.Keys;

/// <summary>Changes of a vocabulary's keys after they were given. None of them changes the key of a text.</summary>
internal sealed record VocabularyChanges
{
    /// <summary>No changes.</summary>
    public static readonly VocabularyChanges None = new();

    /// <summary>Keys of mined templates, ascending. No application logs these.</summary>
    public int[] MinedKeys { get; init; } = [];

    /// <summary>Keys that are shown with another template, ascending by key.</summary>
    public KeyName[] Names { get; init; } = [];

    /// <summary>Merged keys, ascending. The other key of each is not merged itself.</summary>
    public KeyAlias[] Aliases { get; init; } = [];

    /// <summary>Whether there are no changes.</summary>
    public bool IsEmpty => MinedKeys.Length == 0 && Names.Length == 0 && Aliases.Length == 0;

    /// <summary>Whether every key is in 1..<paramref name="keyCount"/>, and the changes do not contradict each other.</summary>
    public bool Fits(int keyCount)
    {
        bool IsKey(int key) => key > LogKey.Unknown && key <= keyCount;
        if (MinedKeys is null || Names is null || Aliases is null || !MinedKeys.All(IsKey) || !Names.All(name => name is { Template: not null } && IsKey(name.Key))
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

/// <summary>A key whose events count as another key's.</summary>
internal sealed record KeyAlias(int From, int To);
