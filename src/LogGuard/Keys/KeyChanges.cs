using System.Collections.Concurrent;

namespace LogGuard.Keys;

/// <summary>
/// Names and aliases that keys get after they were given. Any thread may read; only the vocabulary writes, under its lock.
/// </summary>
internal sealed class KeyChanges
{
    private readonly ConcurrentDictionary<int, string> _names = new();

    // The key that each key was merged into, 0 for keys that were not; null before the first merge. Replaced, never changed.
    private int[]? _aliases;
    private long _count;

    /// <summary>Number of changes so far. A saved vocabulary is up to date while it stays the same.</summary>
    public long Count => Volatile.Read(ref _count);

    /// <summary>Whether any key was merged into another.</summary>
    public bool HasAliases => Volatile.Read(ref _aliases) is not null;

    /// <summary>The names, ascending by key.</summary>
    public KeyName[] Names => [.. _names.OrderBy(name => name.Key).Select(name => new KeyName(name.Key, name.Value))];

    /// <summary>The aliases, ascending by the merged key.</summary>
    public KeyAlias[] Aliases =>
        [.. Enumerable.Range(0, _aliases?.Length ?? 0).Where(key => _aliases![key] != 0).Select(key => new KeyAlias(key, _aliases![key]))];

    /// <summary>The key that a key's events count as: itself unless it was merged.</summary>
    public int Resolve(int key) =>
        Volatile.Read(ref _aliases) is { } aliases && (uint)key < (uint)aliases.Length && aliases[key] != LogKey.Unknown ? aliases[key] : key;

    /// <summary>The name of a key; null when it has its own template.</summary>
    public string? NameOf(int key) => _names.GetValueOrDefault(key);

    /// <summary>Names a key.</summary>
    /// <param name="key">The key.</param>
    /// <param name="name">Its name from now on.</param>
    /// <param name="template">The template that it was given for.</param>
    public void Rename(int key, string name, string template)
    {
        if (string.Equals(_names.GetValueOrDefault(key, template), name, StringComparison.Ordinal))
        {
            return;
        }

        if (string.Equals(template, name, StringComparison.Ordinal))
        {
            _names.TryRemove(key, out _);
        }
        else
        {
            _names[key] = name;
        }

        Volatile.Write(ref _count, _count + 1);
    }

    /// <summary>Merges a key into another.</summary>
    /// <param name="from">The key.</param>
    /// <param name="to">The other one.</param>
    /// <param name="keyCount">Number of keys, the unknown one included.</param>
    /// <returns>False when both count as the same key already.</returns>
    public bool AddAlias(int from, int to, int keyCount)
    {
        // Resolved first, so that a look-up never takes more than one step.
        (from, to) = (Resolve(from), Resolve(to));
        if (from == to)
        {
            return false;
        }

        var aliases = new int[keyCount];
        _aliases?.CopyTo(aliases, 0);
        aliases[from] = to;
        aliases.AsSpan().Replace(from, to);
        Volatile.Write(ref _aliases, aliases);
        Volatile.Write(ref _count, _count + 1);
        return true;
    }

    /// <summary>Takes over saved changes.</summary>
    /// <param name="changes">The changes; they fit the number of keys.</param>
    /// <param name="keyCount">Number of keys, the unknown one included.</param>
    public void Restore(VocabularyChanges changes, int keyCount)
    {
        foreach (var (key, template) in changes.Names)
        {
            _names[key] = template;
        }

        if (changes.Aliases.Length > 0)
        {
            var aliases = new int[keyCount];
            foreach (var (from, to) in changes.Aliases)
            {
                aliases[from] = to;
            }

            Volatile.Write(ref _aliases, aliases);
        }
    }
}
