using System.Collections.Concurrent;

namespace LogGuard.Keys;

/// <summary>Gives each message template its log key: a small integer that never changes and is never reused.</summary>
/// <remarks>
/// Thread-safe. The look-up of a known template takes no lock and allocates nothing: it uses the reference of the string
/// first (templates are literals, so the same object comes each time), then its text. Only a new template takes the lock.
/// Beyond <see cref="Limit"/> every new template is <see cref="LogKey.Unknown"/>.
/// <para>
/// A key never changes. It may be shown with another template (<see cref="Rename"/>), and its events may count as another
/// key's (<see cref="AddAlias"/>), but its text always leads to it. Mined templates have keys of their own, even if an
/// application logs a template of equal text: one is exact and the other one an estimate.
/// </para>
/// </remarks>
internal sealed class LogKeyVocabulary
{
    private readonly ConcurrentDictionary<string, int> _byText = new(StringComparer.Ordinal);
    private readonly TemplateReferences _byReference;
    private readonly KeyChanges _changes = new();
    private readonly Lock _lock = new();

    // Written under the lock.
    private readonly Dictionary<string, int> _minedByText = new(StringComparer.Ordinal);

    // Replaced as a whole when it grows, because readers take it without the lock. Slot 0 is the unknown key.
    private string[] _templates = new string[64];
    private int _count = 1;
    private int _limit;
    private bool _leavesHoles;
    private long _overflowCount;
    private string? _overflowExample;

    public LogKeyVocabulary(int limit)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        Limit = limit;
        _templates[LogKey.Unknown] = "(unknown template)";
        _byReference = new TemplateReferences(limit);
    }

    /// <summary>Most templates with a key of their own. Any thread may change it; keys that were given stay.</summary>
    public int Limit
    {
        get => Volatile.Read(ref _limit);
        set => Volatile.Write(ref _limit, value);
    }

    /// <summary>
    /// Whether new templates with holes are left to the reader, too: some were found to be built with string interpolation around
    /// their holes. Any thread may set it.
    /// </summary>
    public bool LeavesHoles
    {
        get => Volatile.Read(ref _leavesHoles);
        set => Volatile.Write(ref _leavesHoles, value);
    }

    /// <summary>Number of templates with a key, without the unknown one.</summary>
    public int Count => Volatile.Read(ref _count) - 1;

    /// <summary>Number of look-ups that found no room and returned the unknown key.</summary>
    public long OverflowCount => Interlocked.Read(ref _overflowCount);

    /// <summary>The first template that found no room; null while none has.</summary>
    public string? OverflowExample => Volatile.Read(ref _overflowExample);

    /// <summary>The key of a template; a new one if the template is new and there is room.</summary>
    public int GetOrAdd(string template) => GetOrAdd(template, leavesTexts: false);

    /// <summary>The key of a template; a new one if the template is new and there is room.</summary>
    /// <param name="template">The template.</param>
    /// <param name="leavesTexts">
    /// Whether a new template without holes gets <see cref="LogKey.Mined"/> instead of a key. It may be one of many that are
    /// built with string interpolation; the queue's reader decides. A template that is only a hole never gets a key: its
    /// message does.
    /// </param>
    public int GetOrAdd(string template, bool leavesTexts) =>
        _byReference.TryGet(template, out var key) ? key : GetOrAddByText(template, leavesTexts);

    /// <summary>The key of a template that an application logs, if it has one.</summary>
    public bool TryGet(string template, out int key) => _byText.TryGetValue(StoredTemplate.WithoutHalfPairs(StoredTemplate.Of(template)), out key);

    /// <summary>
    /// The template that a key is shown with; for a merged key that of the other one. The unknown key and keys never given
    /// have a text that says so.
    /// </summary>
    public string GetTemplate(int key)
    {
        // The count is read first: the table read after it is at least that long.
        var count = Volatile.Read(ref _count);
        var templates = Volatile.Read(ref _templates);
        if ((uint)key >= (uint)count)
        {
            return templates[LogKey.Unknown];
        }

        key = Resolve(key);
        return _changes.NameOf(key) ?? templates[key];
    }

    /// <summary>The templates in the order of their keys from 1, as they were when they got their keys.</summary>
    public string[] ToArray() => ToArray(out _);

    /// <summary>Whether any key was merged into another.</summary>
    public bool HasAliases => _changes.HasAliases;

    /// <summary>Number of names and aliases so far. A saved vocabulary is up to date while it stays the same.</summary>
    public long ChangeCount => _changes.Count;

    /// <summary>
    /// The key of a mined template; a new one if the template is new and there is room. It differs from that of an equal
    /// template that an application logs, and <see cref="GetOrAdd(string)"/> never returns it.
    /// </summary>
    public int AddMined(string template)
    {
        var text = StoredTemplate.WithoutHalfPairs(StoredTemplate.Of(template));
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

    /// <summary>Shows a key with another, more general template from now on. The same texts still lead to it.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such key.</exception>
    public void Rename(int key, string template)
    {
        var text = StoredTemplate.WithoutHalfPairs(StoredTemplate.Of(template));
        lock (_lock)
        {
            if (!IsGiven_NeedsLock(key))
            {
                throw new ArgumentOutOfRangeException(nameof(key), key, "There is no such key.");
            }

            _changes.Rename(key, text, _templates[key]);
        }
    }

    /// <summary>Merges a key into another: its events count as the other's from now on.</summary>
    /// <returns>False if there is no such key, or both count as the same key already. Nothing has changed then.</returns>
    public bool AddAlias(int from, int to)
    {
        lock (_lock)
        {
            return IsGiven_NeedsLock(from) && IsGiven_NeedsLock(to) && _changes.AddAlias(from, to, _count);
        }
    }

    /// <summary>The key that a key's events count as: itself unless it was merged.</summary>
    public int Resolve(int key) => _changes.Resolve(key);

    /// <summary>The templates as they were when they got their keys, and the changes of keys since.</summary>
    public string[] ToArray(out VocabularyChanges changes)
    {
        lock (_lock)
        {
            changes = new VocabularyChanges
            {
                MinedKeys = [.. _minedByText.Values.Order()],
                Names = _changes.Names,
                Aliases = _changes.Aliases,
            };
            return _templates.AsSpan(1, _count - 1).ToArray();
        }
    }

    /// <summary>Restores the templates of a saved model with their keys.</summary>
    /// <returns>False if other keys were given before, or there is no room. Nothing has changed then.</returns>
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

            // A template may be both logged by an application and mined, but neither twice.
            if (templates.Select((text, i) => (text, mined.Contains(i + 1))).Distinct().Count() != templates.Count)
            {
                return false;
            }

            for (var key = known + 1; key <= templates.Count; key++)
            {
                Add_NeedsLock(templates[key - 1], mined.Contains(key));
            }

            _changes.Restore(changes, _count);
            return true;
        }
    }

    private int GetOrAddByText(string template, bool leavesTexts)
    {
        if (leavesTexts && TemplateHoles.IsOnlyHole(template))
        {
            _byReference.Add(template, LogKey.Mined);
            return LogKey.Mined;
        }

        var text = StoredTemplate.Of(template);
        if (!_byText.TryGetValue(text, out var key))
        {
            if (leavesTexts && (LeavesHoles || !TemplateHoles.HasAny(template)))
            {
                return LogKey.Mined;
            }

            text = StoredTemplate.WithoutHalfPairs(text);
            if (Volatile.Read(ref _count) > Limit && !_byText.ContainsKey(text))
            {
                // Without the lock, because string-built messages come here with every event. Keys are never removed, so the
                // answer stays true.
                return Overflow(text);
            }

            lock (_lock)
            {
                if (!_byText.TryGetValue(text, out key))
                {
                    if (_count > Limit)
                    {
                        return Overflow(text);
                    }

                    key = Add_NeedsLock(text);
                }
            }
        }

        // The table would keep a very long text alive. Its hash is computed each time instead.
        if (template.Length <= StoredTemplate.MaxLength)
        {
            _byReference.Add(template, key);
        }

        return key;
    }

    private int Overflow(string text)
    {
        Interlocked.Increment(ref _overflowCount);
        if (Volatile.Read(ref _overflowExample) is null)
        {
            Interlocked.CompareExchange(ref _overflowExample, text, null);
        }

        return LogKey.Unknown;
    }

    private int Add_NeedsLock(string text, bool isMined = false)
    {
        var key = _count;
        if (key == _templates.Length)
        {
            var larger = new string[_templates.Length * 2];
            _templates.CopyTo(larger, 0);
            Volatile.Write(ref _templates, larger);
        }

        _templates[key] = text;
        Volatile.Write(ref _count, key + 1);
        if (isMined)
        {
            _minedByText[text] = key;
        }
        else
        {
            _byText[text] = key;
        }

        return key;
    }

    private bool IsGiven_NeedsLock(int key) => key > LogKey.Unknown && key < _count;
}
