namespace LogGuard.Keys;

/// <summary>
/// Gives templates without holes their keys. A constant message has a key of its own, like every template. Many similar texts,
/// around the same holes or without any, are built with string interpolation: they share one key instead of filling the
/// vocabulary. Only the reader touches it.
/// </summary>
/// <remarks>
/// The vocabulary holds the persistent state: a group shares a key if the keys of its first texts are merged. A key that a
/// trained model knows is never merged into another, nor another into it: a text of an attacker must not make two learnt steps
/// one.
/// </remarks>
internal sealed class TextKeys
{
    /// <summary>
    /// Number of different similar texts from which on they are string-built. Fewer are exact: an application has few
    /// constant messages that differ in a word or two, and a value in a text rarely has so few.
    /// </summary>
    internal const int StringBuiltCount = 16;

    /// <summary>
    /// The same for templates with holes. Most of these are written on purpose, and large applications have a template for each
    /// of some twenty commands.
    /// </summary>
    internal const int StringBuiltCountWithHoles = 32;

    private readonly LogKeyVocabulary _vocabulary;
    private readonly ITextGroups _groups;
    private readonly KeySet _exactKeys;
    private readonly Func<int, bool> _isTrained;
    private readonly Dictionary<int, Group> _known = [];
    private readonly List<int> _merged = [];

    // Keys up to this one may be in a model that is being trained.
    private int _settledCount;

    // Keys up to this one were seen here.
    private int _observedCount;

    /// <param name="vocabulary">The keys. Its templates are grouped at the start.</param>
    /// <param name="groups">Groups similar texts.</param>
    /// <param name="exactKeys">Keys that are never merged.</param>
    /// <param name="isTrained">Whether a trained model knows a key; null without a model.</param>
    public TextKeys(LogKeyVocabulary vocabulary, ITextGroups groups, KeySet exactKeys, Func<int, bool>? isTrained = null)
    {
        _vocabulary = vocabulary;
        _groups = groups;
        _exactKeys = exactKeys;
        _isTrained = isTrained ?? (static _ => false);
        _groups.TakeMerged(_merged);
        var templates = vocabulary.ToArray(out var changes);
        var mined = changes.MinedKeys.ToHashSet();
        var shared = changes.Aliases.Select(alias => alias.To).ToHashSet();
        bool IsOurs(int key) => !mined.Contains(key) && !exactKeys.Contains(key) && !PropertyKeyText.IsAny(templates[key - 1]) && !TemplateHoles.IsOnlyHole(templates[key - 1]);

        // The groups as they were when the model was trained are settled before later texts join.
        var keys = Enumerable.Range(1, templates.Length).Where(IsOurs).ToArray();
        var learnt = keys.Where(key => IsTrained(vocabulary.Resolve(key))).ToArray();
        foreach (var key in learnt)
        {
            Regroup(templates[key - 1], key, shared);
        }

        if (learnt.Length > 0)
        {
            _groups.Settle();
        }

        foreach (var key in keys.Except(learnt))
        {
            Regroup(templates[key - 1], key, shared);
        }

        _observedCount = templates.Length;
    }

    /// <summary>
    /// Looks at new keys that templates with holes got without the reader: many similar ones are string-built around their holes.
    /// </summary>
    /// <param name="key">The key of an event; all lower keys were given before.</param>
    /// <returns>The key that is string-built now; <see cref="LogKey.Unknown"/> if none is.</returns>
    public int Observe(int key)
    {
        var told = LogKey.Unknown;
        while (_observedCount < key)
        {
            var template = _vocabulary.GetTemplate(++_observedCount);
            if (!TemplateHoles.HasAny(template) || PropertyKeyText.IsAny(template) || _vocabulary.IsMined(_observedCount)
                || _exactKeys.Contains(_observedCount) || IsTrained(_observedCount) || Find(template) is not { } group || group.Keys.Contains(_observedCount))
            {
                continue;
            }

            if (group.SharedKey != LogKey.Unknown)
            {
                Merge(_observedCount, group.SharedKey);
            }
            else if (Add(group, _observedCount))
            {
                told = group.SharedKey;
            }
        }

        return told;
    }

    /// <summary>Whether a key has not been observed yet.</summary>
    public bool IsUnobserved(int key) => key > _observedCount;

    /// <summary>
    /// Settles all groups and keys, because a model is trained on them: later texts form groups and keys of their own.
    /// </summary>
    public void Settle()
    {
        _settledCount = _vocabulary.Count;
        _groups.Settle();
        foreach (var group in _known.Values)
        {
            group.Keys.Clear();
        }
    }

    /// <summary>The key of a template that has none.</summary>
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
            _vocabulary.LeavesHoles |= group.HasHoles;
            // An older key stands for the group: a trained model knows it, if any.
            group.SharedKey = group.SharedKey == LogKey.Unknown ? _vocabulary.Resolve(key) : Math.Min(group.SharedKey, _vocabulary.Resolve(key));
            _known.TryAdd(group.Id, group);
        }
        else if (IsTrained(key))
        {
            return;
        }
        else if (group.SharedKey != LogKey.Unknown)
        {
            Merge(key, group.SharedKey);
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
            group = new Group(id, TemplateHoles.HasAny(text));
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
        if (group.Keys.Count < group.Limit)
        {
            return false;
        }

        // From now on the reader decides on further ones. The oldest key stands for all.
        _vocabulary.LeavesHoles |= group.HasHoles;
        group.SharedKey = group.Keys.Min();
        group.Keys.ForEach(own => Merge(own, group.SharedKey));
        group.Keys.Clear();
        _vocabulary.Rename(group.SharedKey, _groups.TemplateOf(group.Id));
        return true;
    }

    private void MergeGroups()
    {
        // Only those that were merged: looking at all for each merge takes time in proportion to their number.
        _groups.TakeMerged(_merged);
        foreach (var id in _merged)
        {
            if (!_known.TryGetValue(id, out var group) || _groups.Resolve(id) is not (not 0 and var target) || target == id)
            {
                continue;
            }

            _known.Remove(id);
            if (!_known.TryGetValue(target, out var other))
            {
                other = new Group(target, group.HasHoles);
                _known.Add(target, other);
            }

            // Two shared keys become one. Exact keys of either group wait, or join the shared one.
            other.Keys.AddRange(group.Keys);
            if (group.SharedKey != LogKey.Unknown && other.SharedKey != LogKey.Unknown)
            {
                Merge(group.SharedKey, other.SharedKey);
            }

            other.SharedKey = other.SharedKey != LogKey.Unknown ? other.SharedKey : group.SharedKey;
            if (other.SharedKey != LogKey.Unknown)
            {
                other.Keys.ForEach(key => Merge(key, other.SharedKey));
                other.Keys.Clear();
            }
        }

        _merged.Clear();
    }

    private void Merge(int from, int to)
    {
        if (!IsTrained(from) && !IsTrained(to))
        {
            _vocabulary.AddAlias(from, to);
        }
    }

    private bool IsTrained(int key) => key <= _settledCount || _isTrained(key);

    private sealed class Group(int id, bool hasHoles)
    {
        public readonly int Id = id;

        public readonly bool HasHoles = hasHoles;

        // Number of different texts from which on they are string-built.
        public readonly int Limit = hasHoles ? StringBuiltCountWithHoles : StringBuiltCount;

        // The keys of its texts, while they are exact.
        public readonly List<int> Keys = [];

        // The key of all its texts, once it is string-built; 0 before.
        public int SharedKey;
    }
}
