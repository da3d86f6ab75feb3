namespace LogGuard.Parsing;

// What a user changes by hand.
public sealed partial class TemplateMiner
{
    private const int MaxNameLength = 256;

    /// <summary>
    /// Adds a template that stays as it is given. <c>&lt;*&gt;</c> stands for any token, and within a token, as
    /// <c>&lt;int&gt;</c> and the like everywhere, for a variable.
    /// </summary>
    /// <param name="template">Its text, such as <c>Deleting block blk_&lt;int&gt; file &lt;path&gt;</c>.</param>
    /// <param name="name">What to call it; null for no name.</param>
    /// <returns>Its id. A template that there is already keeps its id and takes the name.</returns>
    /// <exception cref="ArgumentException">It is empty, or it shares lines with a template that it does not take in, or there is no room.</exception>
    public int Seed(string template, string? name = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(template);
        CheckName(name);
        var text = PatternText.WithMarkers(template);
        if (text.Length > _options.MaxLineLength)
        {
            throw new ArgumentException($"The template has {text.Length} characters; {_options.MaxLineLength} is the limit.", nameof(template));
        }

        var buffer = new LineToken[_options.MaxTokens];
        var count = LineScanner.Scan(text, buffer, _maskMode == MaskMode.None ? MaskMode.Custom : _maskMode);
        var tokens = _text.SeedTokensOf(text, buffer.AsSpan(0, count));
        lock (_lock)
        {
            return _store.Seed(tokens, template, name);
        }
    }

    /// <summary>Names a template.</summary>
    /// <param name="id">Its id, or an alias of it.</param>
    /// <param name="name">At most 256 characters; null for no name.</param>
    /// <exception cref="ArgumentException">There is no such template, or the name is too long.</exception>
    public void Rename(int id, string? name)
    {
        CheckName(name);
        lock (_lock)
        {
            Find_NeedsLock(id).Name = name;
        }
    }

    /// <summary>Makes two templates one: lines of either are given the second one's id from now on.</summary>
    /// <param name="from">The id that becomes an alias.</param>
    /// <param name="into">The id that stays.</param>
    /// <exception cref="ArgumentException">There is no such template, or the first one is split.</exception>
    /// <exception cref="InvalidOperationException">There is no room for another alias.</exception>
    public void Merge(int from, int into)
    {
        lock (_lock)
        {
            var template = Find_NeedsLock(from);
            var target = Find_NeedsLock(into);
            if (template.Split is not null)
            {
                throw new ArgumentException($"Template {from} is split; merge its parts.", nameof(from));
            }

            if (template != target)
            {
                _store.MergeByHand(template, target);
            }
        }
    }

    /// <summary>
    /// Divides a template by the text of one of its variables: lines with one of these values are given an id of their
    /// own from now on. All others keep the id. The template becomes no more general after that.
    /// </summary>
    /// <param name="id">The template's id, or an alias of it.</param>
    /// <param name="parameter">Index of the variable in <see cref="MinedTemplate.Parameters"/>.</param>
    /// <param name="values">The texts that divide it, at least one.</param>
    /// <returns>The new ids, in the order of the values; a value that has one already keeps it.</returns>
    /// <exception cref="ArgumentException">There is no such template or variable, it has several forms, it is split by another variable, or there is no room.</exception>
    public IReadOnlyList<int> Split(int id, int parameter, params IReadOnlyList<string> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        if (values.Count is 0 or > TemplateStore.PartLimit || values.Any(value => string.IsNullOrEmpty(value) || value.Length > _options.MaxLineLength))
        {
            throw new ArgumentException($"There must be 1 to {TemplateStore.PartLimit} values, none of them empty.", nameof(values));
        }

        lock (_lock)
        {
            return _store.Split(Find_NeedsLock(id), parameter, values);
        }
    }

    private static void CheckName(string? name)
    {
        if (name is { Length: 0 or > MaxNameLength })
        {
            throw new ArgumentException($"A name has 1 to {MaxNameLength} characters.", nameof(name));
        }
    }
}
