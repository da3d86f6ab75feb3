namespace LogGuard.Keys;

/// <summary>
/// Gives templates without holes their keys. A constant message has a key of its own, like every template. Many similar texts
/// are built with string interpolation: they share one key instead of filling the vocabulary. Only the reader touches it.
/// </summary>
/// <remarks>
/// The vocabulary holds the persistent state: a group shares a key if the keys of its first texts are merged.
/// </remarks>
internal sealed class TextKeys
{
    /// <summary>
    /// Number of different similar texts from which on they are string-built. Fewer are exact: an application has few
    /// constant messages that differ in a word or two, and a value in a text rarely has so few.
    /// </summary>
    internal const int StringBuiltCount = 16;

    private readonly LogKeyVocabulary _vocabulary;
    private readonly ITextGroups _groups;
    private readonly Dictionary<int, Group> _known = [];

    /// <param name="vocabulary">The keys. Its texts without holes are grouped at the start.</param>
    /// <param name="groups">Groups similar texts.</param>
    /// <param name="exactKeys">Keys that are never merged.</param>
    public TextKeys(LogKeyVocabulary vocabulary, ITextGroups groups, IReadOnlySet<int> exactKeys)
    {
        _vocabulary = vocabulary;
        _groups = groups;
        var templates = vocabulary.ToArray(out var changes);
        var mined = changes.MinedKeys.ToHashSet();
        var shared = changes.Aliases.Select(alias => alias.To).ToHashSet();
        for (var key = 1; key <= templates.Length; key++)
        {
            if (IsText(templates[key - 1]) && !mined.Contains(key) && !exactKeys.Contains(key))
            {
                Regroup(templates[key - 1], key, shared);
            }
        }
    }

    /// <summary>Whether a template is a text without holes.</summary>
    public static bool IsText(string template) => !template.Contains('{');

    /// <summary>The key of a template without holes.</summary>
    /// <param name="text">The template.</param>
    /// <param name="isTell">
    /// Whether this text makes its group string-built: keys were merged, and all texts of the group have this key from now
    /// on.
    /// </param>
    public int KeyOf(string text, out bool isTell)
    {
        isTell = false;
        if (_vocabulary.TryGet(text, out var known))
        {
            return _vocabulary.Resolve(known);
        }

        if (Find(text) is not { } group)
        {
            return _vocabulary.GetOrAdd(text);
        }

        if (group.SharedKey != LogKey.Unknown)
        {
            return _vocabulary.Resolve(group.SharedKey);
        }

        var key = _vocabulary.GetOrAdd(text);
        if (key != LogKey.Unknown)
        {
            isTell = Add(group, key);
        }

        return _vocabulary.Resolve(key);
    }

    // A text with a key from a saved model, or from before such texts were grouped.
    private void Regroup(string text, int key, HashSet<int> shared)
    {
        if (Find(text) is not { } group)
        {
            return;
        }

        if (shared.Contains(_vocabulary.Resolve(key)))
        {
            group.SharedKey = _vocabulary.Resolve(key);
            _known.TryAdd(group.Id, group);
        }
        else if (group.SharedKey != LogKey.Unknown)
        {
            _vocabulary.AddAlias(key, group.SharedKey);
        }
        else
        {
            Add(group, key);
        }
    }

    private Group? Find(string text)
    {
        var id = _groups.GroupOf(text, out var change);
        if (change == TextGroupChange.Merged)
        {
            MergeGroups();
        }

        if (id == 0)
        {
            return null;
        }

        if (!_known.TryGetValue(id, out var group))
        {
            group = new Group(id);
        }

        if (change != TextGroupChange.None && group.SharedKey != LogKey.Unknown)
        {
            _vocabulary.Rename(_vocabulary.Resolve(group.SharedKey), _groups.TemplateOf(id));
        }

        return group;
    }

    // True if the group begins to share a key. A group is kept only once it has a key, so groups are never more than keys.
    private bool Add(Group group, int key)
    {
        _known.TryAdd(group.Id, group);
        group.Keys.Add(key);
        if (group.Keys.Count < StringBuiltCount)
        {
            return false;
        }

        // The oldest key stands for all: a trained model knows it, if any.
        group.SharedKey = group.Keys.Min();
        group.Keys.ForEach(own => _vocabulary.AddAlias(own, group.SharedKey));
        group.Keys.Clear();
        _vocabulary.Rename(group.SharedKey, _groups.TemplateOf(group.Id));
        return true;
    }

    private void MergeGroups()
    {
        foreach (var (id, group) in _known.ToArray())
        {
            var target = _groups.Resolve(id);
            if (target == id || target == 0)
            {
                continue;
            }

            _known.Remove(id);
            if (!_known.TryGetValue(target, out var other))
            {
                other = new Group(target);
                _known.Add(target, other);
            }

            // Two shared keys become one. Exact keys of either group wait, or join the shared one.
            other.Keys.AddRange(group.Keys);
            if (group.SharedKey != LogKey.Unknown && other.SharedKey != LogKey.Unknown)
            {
                _vocabulary.AddAlias(group.SharedKey, other.SharedKey);
            }

            other.SharedKey = other.SharedKey != LogKey.Unknown ? other.SharedKey : group.SharedKey;
            if (other.SharedKey != LogKey.Unknown)
            {
                other.Keys.ForEach(key => _vocabulary.AddAlias(key, other.SharedKey));
                other.Keys.Clear();
            }
        }
    }

    private sealed class Group(int id)
    {
        public readonly int Id = id;

        // The keys of its texts, while they are exact.
        public readonly List<int> Keys = [];

        // The key of all its texts, once it is string-built; 0 before.
        public int SharedKey;
    }
}
