namespace LogGuard.Parsing;

/// <summary>Finds the templates of lines, and learns new ones. The miner's lock guards it.</summary>
internal sealed class TemplateStore
{
    /// <summary>Variables of a line whose types are learnt, and by whose values a template can be split.</summary>
    public const int ParameterLimit = 64;

    // The types of variables are learnt from a template's first lines, then from one line of this many (a power of two).
    private const int TypedLines = 16;
    private const int TypedInterval = 64;

    private readonly TemplateTable _table;
    private readonly PatternText _text;
    private readonly PatternMatcher _matcher;
    private readonly SettledForms _forms;
    private readonly TextParameter[] _parameters = new TextParameter[ParameterLimit];

    public TemplateStore(TemplateTable table, PatternText text, double similarityThreshold)
    {
        _table = table;
        _text = text;
        _matcher = new PatternMatcher(table.Tree, similarityThreshold);
        _forms = new SettledForms(table.Tree, similarityThreshold);
    }

    /// <summary>The template of a line; null without one. Changes nothing.</summary>
    public Template? Match(ReadOnlySpan<char> content, ReadOnlySpan<char> line, Span<LineToken> tokens) =>
        Find(line, ref tokens) is { } pattern ? Owner(pattern, content, line, tokens) : null;

    /// <summary>Reads the variables of a line.</summary>
    /// <returns>How many there are; 0 when the line is not one of the template.</returns>
    public int Read(int id, ReadOnlySpan<char> content, ReadOnlySpan<char> line, Span<LineToken> tokens, Span<TextParameter> parameters)
    {
        if (_table.Find(id) is not { } template || Find(line, ref tokens) is not { } pattern || Owner(pattern, content, line, tokens) != template)
        {
            return 0;
        }

        return _text.Read(pattern, content, line, tokens, parameters);
    }

    /// <summary>Finds the template of a line. Widens or creates one when none fits.</summary>
    public MiningResult Learn(ReadOnlySpan<char> content, ReadOnlySpan<char> line, Span<LineToken> tokens, bool respectSettled)
    {
        var pattern = Find(line, ref tokens);
        var change = TemplateChange.None;
        if (pattern is null)
        {
            var literal = _text.TokensOf(line, tokens);
            var ownObject = ObjectText.Of(literal);
            if (respectSettled && _table.Layer > 0 && _forms.Find(literal, _table.Layer) is { } form)
            {
                pattern = new Pattern(form.Tokens, form.Owner, _table.Layer);
                _table.Add(pattern);
                change = TemplateChange.Generalised;
            }
            else if (_table.Tree.Objects.Find(ownObject, respectSettled) is { } owner)
            {
                pattern = new Pattern(literal, owner, _table.Layer, ownObject);
                _table.Add(pattern);
                change = TemplateChange.Generalised;
            }
            else if (_matcher.FindJoin(literal, tokens, respectSettled, _table.HasAliasRoom) is { } join)
            {
                pattern = _table.Replace(join.Patterns, join.Tokens, out change);
            }
            else
            {
                if (_table.TryCreate(content, isFixed: false) is not { } created)
                {
                    _table.CountOverflow();
                    return default;
                }

                pattern = new Pattern(literal, created, _table.Layer, ownObject);
                _table.Add(pattern);
                change = TemplateChange.Created;
                if (_table.HasAliasRoom
                    && (_matcher.FindSiblings(pattern, respectSettled) ?? _matcher.FindVariableWords(pattern, respectSettled)) is { } siblings)
                {
                    pattern = _table.Replace(siblings.Patterns, siblings.Tokens, out change);
                }
                else if (_table.HasAliasRoom && _matcher.FindLearntValues(pattern, respectSettled) is { } learnt)
                {
                    pattern = _table.Replace(learnt.Patterns, learnt.Tokens, out change);
                    Apply(line, ref tokens, pattern.Layer);
                }
            }
        }

        var template = Owner(pattern, content, line, tokens);
        _table.Use(template);
        template.Count++;
        if (template.Count <= TypedLines || (template.Count & (TypedInterval - 1)) == 0)
        {
            var count = Math.Min(_text.Read(pattern, content, line, tokens, _parameters), ParameterLimit);
            PatternText.Widen(pattern, _parameters.AsSpan(0, count));
        }

        return new MiningResult(template.Id, change);
    }

    // The pattern of a line. A line that fits none as it is may do so with the values that were learnt.
    private Pattern? Find(ReadOnlySpan<char> line, ref Span<LineToken> tokens)
    {
        var tree = _table.Tree;
        var pattern = tree.Find(tokens);
        if (!tree.Learnt.HasAny)
        {
            return pattern;
        }

        // A label tells more than a first word that may be any.
        return pattern is null ? Apply(line, ref tokens, int.MaxValue) ? tree.Find(tokens) : null
            : pattern.Tokens.Length > 0 && pattern.Tokens[0].Kind == TokenKind.Any && tree.Learnt.ApplyLabel(line, ref tokens, pattern.Layer) ? tree.Find(tokens)
            : pattern;
    }

    private bool Apply(ReadOnlySpan<char> line, ref Span<LineToken> tokens, int layer) =>
        !tokens.IsEmpty && (_table.Tree.Learnt.ApplyNames(line, tokens) | _table.Tree.Learnt.ApplyLabel(line, ref tokens, layer));

    /// <summary>The template of a line: that of the pattern, or one split off it.</summary>
    private Template Owner(Pattern pattern, ReadOnlySpan<char> content, ReadOnlySpan<char> line, ReadOnlySpan<LineToken> tokens)
    {
        var owner = pattern.Owner;
        return owner.Split is null ? owner : OwnerOfPart(owner, pattern, content, line, tokens);
    }

    // A method of its own: only lines of a split template pay for clearing the stack array.
    private Template OwnerOfPart(Template owner, Pattern pattern, ReadOnlySpan<char> content, ReadOnlySpan<char> line, ReadOnlySpan<LineToken> tokens)
    {
        Span<TextParameter> parameters = stackalloc TextParameter[ParameterLimit];
        var count = Math.Min(_text.Read(pattern, content, line, tokens, parameters), parameters.Length);
        var split = owner.Split!;
        if (split.Parameter >= count)
        {
            return owner;
        }

        var value = parameters[split.Parameter];
        return split.Find(content.Slice(value.Offset, value.Length)) ?? owner;
    }
}
