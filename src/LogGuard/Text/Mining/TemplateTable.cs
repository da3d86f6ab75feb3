using LogGuard.Primitives;

namespace LogGuard.Parsing;

/// <summary>
/// The templates of a miner by id and alias, in order of last use, with the tree of their patterns. Bounded: the template
/// used longest ago makes room for a new one. The miner's lock guards it.
/// </summary>
internal sealed class TemplateTable
{
    /// <summary>Longest example of a template, in characters.</summary>
    public const int MaxExampleLength = 256;

    // Aliases are kept. Past this many for each template that there is room for, templates are no longer merged.
    private const int AliasesPerTemplate = 16;

    private readonly Dictionary<int, Template> _byId = [];
    private readonly LruList<Template> _byUse = new();
    private int _aliasCount;

    // Null while nobody asks.
    private List<int>? _merged;

    public TemplateTable(TemplateMinerOptions options)
    {
        Limit = options.TemplateLimit;

        // The paper counts the root, the level of lengths and the leaves into the depth.
        Tree = new PatternTree(options.TreeDepth - 2, options.ChildLimit, options.MaxTokens);
    }

    /// <summary>Finds the patterns of lines.</summary>
    public PatternTree Tree { get; }

    /// <summary>Most templates.</summary>
    public int Limit { get; }

    /// <summary>Number of templates, aliases not counted.</summary>
    public int Count { get; private set; }

    /// <summary>The last id that was given.</summary>
    public int LastId { get; private set; }

    /// <summary>How often the miner was frozen: the layer of new patterns.</summary>
    public int Layer { get; private set; }

    /// <summary>Templates that were forgotten to make room.</summary>
    public long ForgottenCount { get; private set; }

    /// <summary>Lines that got no template because none could be forgotten.</summary>
    public long OverflowCount { get; private set; }

    /// <summary>Whether another template may become an alias.</summary>
    public bool HasAliasRoom => _aliasCount < (long)Limit * AliasesPerTemplate;

    /// <summary>All templates, the least recently used first.</summary>
    public IEnumerable<Template> All => _byUse.All();

    /// <summary>The template that answers for an id; null without one.</summary>
    public Template? Find(int id) => _byId.GetValueOrDefault(id);

    /// <summary>Makes a template the most recently used.</summary>
    public void Use(Template template) => _byUse.Touch(template);

    /// <summary>Settles all templates and begins the next layer.</summary>
    public void Freeze()
    {
        Layer++;
        foreach (var template in _byUse)
        {
            template.IsSettled = true;
        }
    }

    /// <summary>Sets the counters of an empty table to saved ones.</summary>
    public void Restore(int lastId, int layer, long forgotten, long overflow) =>
        (LastId, Layer, ForgottenCount, OverflowCount) = (lastId, layer, forgotten, overflow);

    /// <summary>Counts a line that got no template.</summary>
    public void CountOverflow() => OverflowCount++;

    /// <summary>Creates a template. In a full table another one is forgotten for it.</summary>
    /// <param name="example">Its first line.</param>
    /// <param name="isFixed">Whether it never widens and is never forgotten.</param>
    /// <returns>Null when the table is full and no template may be forgotten.</returns>
    public Template? TryCreate(ReadOnlySpan<char> example, bool isFixed)
    {
        if (Count >= Limit && !ForgetOldest())
        {
            return null;
        }

        var template = new Template(++LastId, example[..Math.Min(example.Length, MaxExampleLength)].ToString()) { IsFixed = isFixed };
        Add(template);
        return template;
    }

    /// <summary>Adds a template with its aliases. None of the ids may be in use.</summary>
    public void Add(Template template)
    {
        _byId.Add(template.Id, template);
        foreach (var alias in template.Aliases)
        {
            _byId.Add(alias, template);
        }

        _aliasCount += template.Aliases.Count;
        Count++;
        _byUse.Add(template);
    }

    /// <summary>Adds a pattern to a template.</summary>
    /// <param name="pattern">The pattern; its owner is in the table.</param>
    public void Add(Pattern pattern)
    {
        pattern.Owner.Patterns.Add(pattern);
        Tree.Add(pattern);
    }

    /// <summary>
    /// Replaces patterns by one that contains them all. The oldest of their templates keeps its id; the ids of the others
    /// become aliases of it.
    /// </summary>
    public Pattern Replace(List<Pattern> patterns, PatternToken[] tokens, out TemplateChange change)
    {
        var oldest = patterns[0].Owner;
        foreach (var pattern in patterns)
        {
            oldest = pattern.Owner.Id < oldest.Id ? pattern.Owner : oldest;
        }

        change = TemplateChange.Generalised;
        var place = oldest.Patterns.FindIndex(patterns.Contains);
        var joined = new Pattern(tokens, oldest, PatternMatcher.LayerOf(patterns));
        foreach (var pattern in patterns)
        {
            Tree.Remove(pattern);
            pattern.Owner.Patterns.Remove(pattern);
        }

        oldest.Patterns.Insert(Math.Min(place, oldest.Patterns.Count), joined);
        Tree.Add(joined);
        foreach (var pattern in patterns)
        {
            if (pattern.Owner != oldest && _byId[pattern.Owner.Id] == pattern.Owner)
            {
                change = TemplateChange.Merged;
                Merge(pattern.Owner, oldest);
            }
        }

        return joined;
    }

    /// <summary>Moves the ids that were merged since the last call into a list. The first call begins to note them.</summary>
    public void TakeMerged(List<int> ids)
    {
        ids.AddRange(_merged ??= []);
        _merged.Clear();
    }

    /// <summary>Merges a template into another: its patterns, its count and its ids become the other's.</summary>
    public void Merge(Template from, Template into)
    {
        foreach (var pattern in from.Patterns)
        {
            pattern.Owner = into;
            into.Patterns.Add(pattern);
        }

        from.Patterns.Clear();
        into.Count += from.Count;
        into.Name ??= from.Name;
        into.IsSettled |= from.IsSettled;
        from.Aliases.Add(from.Id);
        foreach (var alias in from.Aliases)
        {
            _byId[alias] = into;
            into.Aliases.Add(alias);
        }

        _merged?.Add(from.Id);
        _aliasCount++;
        _byUse.Remove(from);
        Count--;
    }

    private bool ForgetOldest()
    {
        // Templates that must stay are moved to the end, as if they had just been used.
        for (var tries = Count; tries > 0 && _byUse.Oldest is { } oldest; tries--)
        {
            if (!oldest.IsFixed && !oldest.IsSettled && oldest.Split is null && oldest.Parent is null)
            {
                Forget(oldest);
                ForgottenCount++;
                return true;
            }

            Use(oldest);
        }

        return false;
    }

    private void Forget(Template template)
    {
        foreach (var pattern in template.Patterns)
        {
            Tree.Remove(pattern);
        }

        foreach (var alias in template.Aliases)
        {
            _byId.Remove(alias);
        }

        _byId.Remove(template.Id);
        _aliasCount -= template.Aliases.Count;
        Count--;
        _byUse.Remove(template);
    }
}
