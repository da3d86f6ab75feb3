namespace LogGuard.Parsing;

/// <summary>Changes templates on behalf of a user: seeds, merges and splits them. The miner's lock guards it.</summary>
internal sealed class TemplateEditor(TemplateTable table, PatternText patternText)
{
    /// <summary>Adds a fixed template.</summary>
    /// <returns>Its id; that of an equal template when there is one.</returns>
    /// <exception cref="ArgumentException">It shares lines with a template that it does not contain, or there is no room.</exception>
    public int Seed(PatternToken[] tokens, string text, string? name)
    {
        var overlapping = new List<Pattern>();
        table.Tree.Overlapping(tokens, overlapping);
        var other = overlapping.Find(pattern => !ContainsAll(tokens, pattern.Tokens) || pattern.Owner.IsFixed || pattern.Owner.Split is not null);
        if (other is not null)
        {
            if (overlapping.Count == 1 && ContainsAll(tokens, other.Tokens) && ContainsAll(other.Tokens, tokens))
            {
                other.Owner.Name = name ?? other.Owner.Name;
                return other.Owner.Id;
            }

            throw new ArgumentException($"\"{text}\" shares lines with template {other.Owner.Id}, \"{patternText.TextOf(other.Owner)}\".", nameof(text));
        }

        Template owner;
        if (overlapping.Count > 0)
        {
            // Learnt templates that it contains become part of it. The oldest id stays.
            owner = table.Replace(overlapping, tokens, out _).Owner;
            owner.IsFixed = true;
        }
        else
        {
            owner = table.TryCreate(text, isFixed: true) ?? throw new ArgumentException($"There is no room for \"{text}\": {table.Limit} is the limit.", nameof(text));
            table.Add(new Pattern(tokens, owner, table.Layer));
        }

        owner.Name = name ?? owner.Name;
        return owner.Id;
    }

    /// <summary>Makes a template's id an alias of another's.</summary>
    /// <exception cref="InvalidOperationException">There is no room for another alias.</exception>
    public void Merge(Template from, Template into)
    {
        if (!table.HasAliasRoom)
        {
            throw new InvalidOperationException("There is no room for another alias.");
        }

        if (from.Parent?.Split is { } split)
        {
            for (var i = 0; i < split.Parts.Count; i++)
            {
                split.Parts[i] = split.Parts[i].Template == from ? split.Parts[i] with { Template = into } : split.Parts[i];
            }

            // Lines of the split template lead here now: it must not be forgotten.
            into.IsFixed = true;
        }

        table.Merge(from, into);
    }

    /// <summary>Gives lines of a template ids of their own by the value of a variable.</summary>
    /// <returns>The ids in the order of the values.</returns>
    /// <exception cref="ArgumentException">The template has several forms, or no such variable, or is split by another one, or there is no room.</exception>
    public IReadOnlyList<int> Split(Template template, int parameter, IReadOnlyList<string> values)
    {
        if (template.Patterns.Count != 1)
        {
            throw new ArgumentException($"Template {template.Id} has no form of its own, or several, and cannot be split.", nameof(template));
        }

        var count = template.Patterns[0].Tokens.Sum(token => token.Types.Length);
        if (parameter < 0 || parameter >= Math.Min(count, TemplateStore.ParameterLimit))
        {
            throw new ArgumentException($"Template {template.Id} has no variable {parameter}; it has {count}.", nameof(parameter));
        }

        if (template.Split is { } split && split.Parameter != parameter)
        {
            throw new ArgumentException($"Template {template.Id} is already split by variable {split.Parameter}.", nameof(parameter));
        }

        split = template.Split ?? new TemplateSplit(parameter);
        var added = values.Where(value => split.Find(value) is null).Distinct(StringComparer.Ordinal).Count();
        if (split.Parts.Count + added > TemplateSplit.PartLimit || table.Count + added > table.Limit)
        {
            throw new ArgumentException($"There is no room for {added} more templates.", nameof(values));
        }

        template.Split = split;
        var ids = new List<int>();
        foreach (var value in values)
        {
            if (split.Find(value) is not { } part)
            {
                part = table.TryCreate(template.Example, isFixed: true)!;
                part.Parent = template;
                part.IsSettled = template.IsSettled;
                split.Parts.Add(new SplitPart(value, part));
            }

            ids.Add(part.Id);
        }

        return ids;
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
