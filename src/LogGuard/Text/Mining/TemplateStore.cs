namespace LogGuard.Parsing;

/// <summary>
/// The templates of a miner, found by line and by id, bounded, in order of last use. The miner's lock guards it.
/// </summary>
internal sealed partial class TemplateStore
{
    // Ids that were merged away stay known; past this many for each place, templates are no longer merged.
    private const int AliasesPerTemplate = 16;
    private const int MaxExampleLength = 256;

    // Types of variables are looked at in a template's first lines, and after that in one line of this many (a power of two).
    private const int TypedLines = 16;
    private const int TypedInterval = 64;
    private const int TypedParameters = 64;

    private readonly TemplateMinerOptions _options;
    private readonly PatternText _text;
    private readonly PatternTree _tree;
    private readonly PatternMatcher _matcher;
    private readonly Dictionary<int, Template> _byId = [];
    private readonly TextParameter[] _parameters = new TextParameter[TypedParameters];
    private int _templateCount;
    private int _aliasCount;
    private int _lastId;
    private int _layer;
    private Template? _oldest;
    private Template? _newest;

    public TemplateStore(TemplateMinerOptions options, PatternText text)
    {
        _options = options;
        _text = text;

        // The paper counts the root, the level of lengths and the leaves into the depth.
        _tree = new PatternTree(options.TreeDepth - 2, options.ChildLimit, options.MaxTokens);
        _matcher = new PatternMatcher(_tree, options.SimilarityThreshold);
    }

    public int Count => _templateCount;

    public long ForgottenCount { get; private set; }

    public long OverflowCount { get; private set; }

    public void Freeze()
    {
        _layer++;
        foreach (var template in All)
        {
            template.IsSettled = true;
        }
    }

    private bool HasAliasRoom => _aliasCount < (long)_options.TemplateLimit * AliasesPerTemplate;

    /// <summary>All templates, the one not used for the longest first.</summary>
    public IEnumerable<Template> All
    {
        get
        {
            for (var template = _oldest; template is not null; template = template.Newer)
            {
                yield return template;
            }
        }
    }

    /// <summary>The template that answers for an id; null without one.</summary>
    public Template? Find(int id) => _byId.GetValueOrDefault(id);

    public Template? Match(ReadOnlySpan<char> content, ReadOnlySpan<char> line, ReadOnlySpan<LineToken> tokens) =>
        _tree.Find(tokens) is { } pattern ? Owner(pattern, content, line, tokens) : null;

    public int Read(int id, ReadOnlySpan<char> content, ReadOnlySpan<char> line, ReadOnlySpan<LineToken> tokens, Span<TextParameter> parameters)
    {
        if (Find(id) is not { } template || _tree.Find(tokens) is not { } pattern || Owner(pattern, content, line, tokens) != template)
        {
            return 0;
        }

        return _text.Read(pattern, content, line, tokens, parameters);
    }

    public MiningResult Learn(ReadOnlySpan<char> content, ReadOnlySpan<char> line, ReadOnlySpan<LineToken> tokens, bool respectSettled)
    {
        var pattern = _tree.Find(tokens);
        var change = TemplateChange.None;
        if (pattern is null)
        {
            var literal = _text.TokensOf(line, tokens);
            if (_matcher.FindJoin(literal, tokens, respectSettled, HasAliasRoom) is { } join)
            {
                pattern = Replace(join.Patterns, join.Tokens, out change);
            }
            else
            {
                if (TryAdd(content, isFixed: false) is not { } created)
                {
                    OverflowCount++;
                    return default;
                }

                pattern = new Pattern(literal, created, _layer);
                created.Patterns.Add(pattern);
                _tree.Add(pattern);
                change = TemplateChange.Created;
                if (HasAliasRoom && _matcher.FindSiblings(pattern, respectSettled) is { } siblings)
                {
                    pattern = Replace(siblings.Patterns, siblings.Tokens, out change);
                }
            }
        }

        var template = Owner(pattern, content, line, tokens);
        Use(template);
        template.Count++;
        if (template.Count <= TypedLines || (template.Count & (TypedInterval - 1)) == 0)
        {
            var count = Math.Min(_text.Read(pattern, content, line, tokens, _parameters), TypedParameters);
            PatternText.Widen(pattern, _parameters.AsSpan(0, count));
        }

        return new MiningResult(template.Id, change);
    }

    /// <summary>The template whose line this is: that of the pattern, or one split off it.</summary>
    private Template Owner(Pattern pattern, ReadOnlySpan<char> content, ReadOnlySpan<char> line, ReadOnlySpan<LineToken> tokens)
    {
        var owner = pattern.Owner;
        return owner.Split is null ? owner : OwnerOfPart(owner, pattern, content, line, tokens);
    }

    // Apart, so that only a split template pays for the array.
    private Template OwnerOfPart(Template owner, Pattern pattern, ReadOnlySpan<char> content, ReadOnlySpan<char> line, ReadOnlySpan<LineToken> tokens)
    {
        Span<TextParameter> parameters = stackalloc TextParameter[TypedParameters];
        var count = Math.Min(_text.Read(pattern, content, line, tokens, parameters), parameters.Length);
        var split = owner.Split!;
        if (split.Parameter >= count)
        {
            return owner;
        }

        var value = parameters[split.Parameter];
        return split.Find(content.Slice(value.Offset, value.Length)) ?? owner;
    }

    // One pattern in place of several, all of which it contains. The oldest template keeps its id, the others are aliases.
    private Pattern Replace(List<Pattern> patterns, PatternToken[] tokens, out TemplateChange change)
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
            _tree.Remove(pattern);
            pattern.Owner.Patterns.Remove(pattern);
        }

        oldest.Patterns.Insert(Math.Min(place, oldest.Patterns.Count), joined);
        _tree.Add(joined);
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

    // All that is one template's becomes another's.
    private void Merge(Template from, Template into)
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

        _aliasCount++;
        Unlink(from);
        _templateCount--;
    }

    // A new template, another one being forgotten for it where there is no room; null where none may be.
    private Template? TryAdd(ReadOnlySpan<char> example, bool isFixed)
    {
        if (_templateCount >= _options.TemplateLimit && !ForgetOldest())
        {
            return null;
        }

        var template = new Template(++_lastId, Cut(example)) { IsFixed = isFixed };
        Add(template);
        return template;
    }

    private void Add(Template template)
    {
        _byId.Add(template.Id, template);
        foreach (var alias in template.Aliases)
        {
            _byId.Add(alias, template);
        }

        _aliasCount += template.Aliases.Count;
        _templateCount++;
        Link(template);
    }

    private bool ForgetOldest()
    {
        // What is settled or fixed is moved out of the way as if it had just been used.
        for (var tries = _templateCount; tries > 0 && _oldest is { } oldest; tries--)
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
            _tree.Remove(pattern);
        }

        foreach (var alias in template.Aliases)
        {
            _byId.Remove(alias);
        }

        _byId.Remove(template.Id);
        _aliasCount -= template.Aliases.Count;
        _templateCount--;
        Unlink(template);
    }

    private static string Cut(ReadOnlySpan<char> text) => text.Length <= MaxExampleLength ? text.ToString() : text[..MaxExampleLength].ToString();
}
