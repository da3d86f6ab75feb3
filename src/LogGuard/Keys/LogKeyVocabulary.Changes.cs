using System.Collections.Concurrent;

namespace LogGuard.Keys;

/// <summary>What happens to keys after they were given, and how all of it is saved.</summary>
internal sealed partial class LogKeyVocabulary
{
    // Written under the lock.
    private readonly Dictionary<string, int> _minedByText = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<int, string> _names = new();

    // The key that each key was merged into, 0 where it was not; null before the first one. Replaced, never changed.
    private int[]? _aliases;
    private long _changeCount;

    /// <summary>Whether any key was merged into another.</summary>
    public bool HasAliases => Volatile.Read(ref _aliases) is not null;

    /// <summary>Grows with each new name and alias: what is saved was saved at some number.</summary>
    public long ChangeCount => Volatile.Read(ref _changeCount);

    /// <summary>
    /// The key of a mined template, a new one where it is new and there is room. Never that of a template that an
    /// application logs, and never found by <see cref="GetOrAdd(string)"/>.
    /// </summary>
    public int AddMined(string template)
    {
        var text = WithoutHalfPairs(Stored(template));
        lock (_lock)
        {
            return _minedByText.TryGetValue(text, out var key) ? key
                : _count > Limit ? Overflow(text)
                : Add_NeedsLock(text, isMined: true);
        }
    }

    /// <summary>Whether a key is that of a mined template.</summary>
    public bool IsMined(int key)
    {
        lock (_lock)
        {
            return IsGiven_NeedsLock(key) && _minedByText.TryGetValue(_templates[key], out var mined) && mined == key;
        }
    }

    /// <summary>Shows a key with another template from now on, a more general one. The texts that lead to it stay the same.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such key.</exception>
    public void Rename(int key, string template)
    {
        var text = WithoutHalfPairs(Stored(template));
        lock (_lock)
        {
            if (!IsGiven_NeedsLock(key))
            {
                throw new ArgumentOutOfRangeException(nameof(key), key, "There is no such key.");
            }

            if (string.Equals(_names.GetValueOrDefault(key, _templates[key]), text, StringComparison.Ordinal))
            {
                return;
            }

            if (string.Equals(_templates[key], text, StringComparison.Ordinal))
            {
                _names.TryRemove(key, out _);
            }
            else
            {
                _names[key] = text;
            }

            Volatile.Write(ref _changeCount, _changeCount + 1);
        }
    }

    /// <summary>Merges a key into another: its events count as the other's from now on.</summary>
    /// <returns>False where there is no such key, or the other one is, or was merged into, this one; nothing has changed then.</returns>
    public bool AddAlias(int from, int to)
    {
        lock (_lock)
        {
            if (!IsGiven_NeedsLock(from) || !IsGiven_NeedsLock(to))
            {
                return false;
            }

            // One step is all that a look-up ever takes.
            (from, to) = (Resolve(from), Resolve(to));
            if (from == to)
            {
                return false;
            }

            var aliases = new int[_count];
            _aliases?.CopyTo(aliases, 0);
            aliases[from] = to;
            aliases.AsSpan().Replace(from, to);
            Volatile.Write(ref _aliases, aliases);
            Volatile.Write(ref _changeCount, _changeCount + 1);
            return true;
        }
    }

    /// <summary>The key that a key's events count as: itself where it was never merged.</summary>
    public int Resolve(int key) =>
        Volatile.Read(ref _aliases) is { } aliases && (uint)key < (uint)aliases.Length && aliases[key] != LogKey.Unknown ? aliases[key] : key;

    /// <summary>All templates, as they were when they got their keys, and what has happened to the keys since.</summary>
    public string[] ToArray(out VocabularyChanges changes)
    {
        lock (_lock)
        {
            changes = new VocabularyChanges
            {
                MinedKeys = [.. _minedByText.Values.Order()],
                Names = [.. _names.OrderBy(name => name.Key).Select(name => new KeyName(name.Key, name.Value))],
                Aliases = [.. Enumerable.Range(0, _aliases?.Length ?? 0).Where(key => _aliases![key] != 0).Select(key => new KeyAlias(key, _aliases![key]))],
            };
            return _templates.AsSpan(1, _count - 1).ToArray();
        }
    }

    /// <summary>Takes over the templates of a saved model, so that their keys are what they were.</summary>
    /// <returns>False where keys were already given otherwise, or they do not fit in; nothing has changed then.</returns>
    public bool TryRestore(IReadOnlyList<string> templates, VocabularyChanges? changes = null)
    {
        changes ??= VocabularyChanges.None;
        lock (_lock)
        {
            var known = _count - 1;
            if (templates.Count > Limit || templates.Count < known || !changes.Fits(templates.Count))
            {
                return false;
            }

            var mined = changes.MinedKeys.ToHashSet();
            for (var key = 1; key <= known; key++)
            {
                if (!string.Equals(_templates[key], templates[key - 1], StringComparison.Ordinal)
                    || mined.Contains(key) != _minedByText.ContainsValue(key))
                {
                    return false;
                }
            }

            // A template may be an application's and mined as well, but neither of them twice.
            if (templates.Select((text, i) => (text, mined.Contains(i + 1))).Distinct().Count() != templates.Count)
            {
                return false;
            }

            for (var key = known + 1; key <= templates.Count; key++)
            {
                Add_NeedsLock(templates[key - 1], mined.Contains(key));
            }

            foreach (var (key, template) in changes.Names)
            {
                _names[key] = template;
            }

            if (changes.Aliases.Length > 0)
            {
                var aliases = new int[_count];
                foreach (var (from, to) in changes.Aliases)
                {
                    aliases[from] = to;
                }

                Volatile.Write(ref _aliases, aliases);
            }

            return true;
        }
    }

    private bool IsGiven_NeedsLock(int key) => key > LogKey.Unknown && key < _count;
}
