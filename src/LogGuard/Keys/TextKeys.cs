namespace LogGuard.Keys;

/// <summary>
/// Gives templates without holes their keys. A constant message has a key of its own, as every template; where many
/// texts are alike they are built with string interpolation, and share one key instead of filling the vocabulary.
/// Only touched by the reader.
/// </summary>
/// <remarks>
/// All that must outlive the process is in the vocabulary: a group shares a key where its first texts' keys are merged.
/// </remarks>
internal sealed class TextKeys
{
    /// <summary>
    /// This many different texts that are alike are string-built. Below it they are exact: few constant messages of one
    /// application differ in a word or two, and a value that is put into a text rarely has so few.
    /// </summary>
    internal const int StringBuiltCount = 16;

    private readonly LogKeyVocabulary _vocabulary;
    private readonly ITextGroups _groups;
    private readonly Dictionary<int, Group> _known = [];

    /// <param name="vocabulary">Holds the keys; those of texts without holes that it has already are grouped anew.</param>
    /// <param name="groups">Says which texts are alike.</param>
    /// <param name="exactKeys">Keys that are never merged, whatever their texts look like.</param>
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
    /// Whether this is the text that shows its group to be string-built: from now on all of the group have this key, and
    /// keys have been merged.
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

    // A text that had its key before: from a saved model, or one from before such texts were grouped.
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

    // Whether the group shares a key from now on. A group is only kept once it has a key, so there are never more of them.
    private bool Add(Group group, int key)
    {
        _known.TryAdd(group.Id, group);
        group.Keys.Add(key);
        if (group.Keys.Count < StringBuiltCount)
        {
            return false;
        }

        // The oldest key stands for all: a trained model knows it, if it knows any.
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

            // Two shared keys become one; exact ones of either wait, or join, as those of one group.
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

        // The keys of its texts while they are exact.
        public readonly List<int> Keys = [];

        // The key of all its texts once it is string-built; 0 until then.
        public int SharedKey;
    }
}
