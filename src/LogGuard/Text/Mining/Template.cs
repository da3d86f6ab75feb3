using LogGuard.Primitives;

namespace LogGuard.Parsing;

/// <summary>A template of a miner: the patterns that share an id. The miner's lock guards it.</summary>
internal sealed class Template(int id, string example) : LruNode<Template>
{
    public int Id { get; } = id;

    public string? Name { get; set; }

    public string Example { get; } = example;

    public long Count { get; set; }

    /// <summary>The oldest first. Empty for one that was split off another.</summary>
    public List<Pattern> Patterns { get; } = [];

    /// <summary>Ids that were merged into this one.</summary>
    public List<int> Aliases { get; } = [];

    /// <summary>Whether detection leaves it as it is.</summary>
    public bool IsSettled { get; set; }

    /// <summary>Whether it was given by hand: it never widens and is never forgotten.</summary>
    public bool IsFixed { get; set; }

    /// <summary>The split of its lines by a value; null if they are not split.</summary>
    public TemplateSplit? Split { get; set; }

    /// <summary>The template that it was split off; null for most templates.</summary>
    public Template? Parent { get; set; }
}
