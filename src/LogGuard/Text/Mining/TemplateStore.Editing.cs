namespace LogGuard.Parsing;

// What a user changes by hand.
internal sealed partial class TemplateStore
{
    /// <summary>Most values that one template is divided by.</summary>
    public const int PartLimit = 1_024;

    public int Seed(PatternToken[] tokens, string text, string? name)
    {
        var overlapping = new List<Pattern>();
        _tree.Overlapping(tokens, overlapping);
        var other = overlapping.Find(pattern => !ContainsAll(tokens, pattern.Tokens) || pattern.Owner.IsFixed || pattern.Owner.Split is not null);
        if (other is not null)
        {
            if (overlapping.Count == 1 && ContainsAll(tokens, other.Tokens) && ContainsAll(other.Tokens, tokens))
            {
                other.Owner.Name = name ?? other.Owner.Name;
                return other.Owner.Id;
            }

            throw new ArgumentException($"\"{text}\" shares lines with template {other.Owner.Id}, \"{TextOf(other.Owner)}\".", nameof(text));
        }

        Template owner;
        if (overlapping.Count > 0)
        {
            // It takes in what was learnt before; the oldest id stays.
            owner = Replace(overlapping, tokens, out _).Owner;
            owner.IsFixed = true;
        }
        else
        {
            owner = TryAdd(text, isFixed: true) ?? throw new ArgumentException($"There is no room for \"{text}\": {_options.TemplateLimit} is the limit.", nameof(text));
            var pattern = new Pattern(tokens, owner, _layer);
            owner.Patterns.Add(pattern);
            _tree.Add(pattern);
        }

        owner.Name = name ?? owner.Name;
        return owner.Id;
    }

    public void MergeByHand(Template from, Template into)
    {
        if (!HasAliasRoom)
        {
            throw new InvalidOperationException("There is no room for another alias.");
        }

        if (from.Parent?.Split is { } split)
        {
            for (var i = 0; i < split.Parts.Count; i++)
            {
                split.Parts[i] = split.Parts[i].Template == from ? split.Parts[i] with { Template = into } : split.Parts[i];
            }

            // The parent's lines are its own now: it must not be forgotten.
            into.IsFixed = true;
        }

        Merge(from, into);
    }

    public IReadOnlyList<int> Split(Template template, int parameter, IReadOnlyList<string> values)
    {
        if (template.Patterns.Count != 1)
        {
            throw new ArgumentException($"Template {template.Id} has no form of its own, or several, and cannot be divided.", nameof(template));
        }

        var count = template.Patterns[0].Tokens.Sum(token => token.Types.Length);
        if (parameter < 0 || parameter >= Math.Min(count, TypedParameters))
        {
            throw new ArgumentException($"Template {template.Id} has no variable {parameter}; it has {count}.", nameof(parameter));
        }

        if (template.Split is { } split && split.Parameter != parameter)
        {
            throw new ArgumentException($"Template {template.Id} is divided by variable {split.Parameter} already.", nameof(parameter));
        }

        split = template.Split ?? new TemplateSplit(parameter);
        var added = values.Where(value => split.Find(value) is null).Distinct(StringComparer.Ordinal).Count();
        if (split.Parts.Count + added > PartLimit || _templateCount + added > _options.TemplateLimit)
        {
            throw new ArgumentException($"There is no room for {added} more templates.", nameof(values));
        }

        template.Split = split;
        var ids = new List<int>();
        foreach (var value in values)
        {
            if (split.Find(value) is not { } part)
            {
                part = TryAdd(template.Example, isFixed: true)!;
                part.Parent = template;
                part.IsSettled = template.IsSettled;
                split.Parts.Add(new SplitPart(value, part));
            }

            ids.Add(part.Id);
        }

        return ids;
    }

    /// <summary>A template for its user.</summary>
    public MinedTemplate Describe(Template template)
    {
        var form = (template.Parent ?? template).Patterns.FirstOrDefault();
        var skipped = template.Parent?.Split?.Parameter ?? -1;
        var types = form is null ? [] : form.Tokens.SelectMany(token => token.Types).ToArray();
        return new MinedTemplate
        {
            Id = template.Id,
            Name = template.Name,
            Text = TextOf(template),
            OtherTexts = [.. template.Patterns.Where(pattern => pattern != form).Select(pattern => _text.TextOf(pattern))],
            Count = template.Count,
            Example = template.Example,
            Parameters = [.. types.Where((_, index) => index != skipped)],
            IsSettled = template.IsSettled,
        };
    }

    private string TextOf(Template template)
    {
        if (template.Parent is not { Split: { } split } parent)
        {
            return _text.TextOf(template.Patterns[0]);
        }

        var value = split.Parts.Find(part => part.Template == template)?.Value;
        return _text.TextOf(parent.Patterns[0], index => index == split.Parameter ? value : null);
    }

    private static bool ContainsAll(PatternToken[] one, PatternToken[] other)
    {
        for (var i = 0; i < one.Length; i++)
        {
            if (!one[i].Contains(other[i]))
            {
                return false;
            }
        }

        return true;
    }
}
