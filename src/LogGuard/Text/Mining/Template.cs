namespace LogGuard.Parsing;

/// <summary>A template of a miner: what its patterns have in common is its id. Guarded by the miner's lock.</summary>
internal sealed class Template(int id, string example)
{
    public int Id { get; } = id;

    public string? Name { get; set; }

    public string Example { get; } = example;

    public long Count { get; set; }

    /// <summary>The oldest first. Empty for one that was split off another.</summary>
    public List<Pattern> Patterns { get; } = [];

    /// <summary>Ids that were merged into this one.</summary>
    public List<int> Aliases { get; } = [];

    /// <summary>Left as it is when detecting.</summary>
    public bool IsSettled { get; set; }

    /// <summary>Given by hand: it never widens and is never forgotten.</summary>
    public bool IsFixed { get; set; }

    /// <summary>How its lines are divided by a value; null where they are not.</summary>
    public TemplateSplit? Split { get; set; }

    /// <summary>The template that it was split off; null for most.</summary>
    public Template? Parent { get; set; }

    /// <summary>The neighbours in order of last use.</summary>
    public Template? Older { get; set; }

    public Template? Newer { get; set; }
}
