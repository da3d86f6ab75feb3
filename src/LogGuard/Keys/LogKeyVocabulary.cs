using System.Collections.Concurrent;
using System.Globalization;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Text;
using LogGuard.Primitives;

namespace LogGuard.Keys;

/// <summary>
/// Gives each message template its log key: a small integer that never changes and is never reused.
/// </summary>
/// <remarks>
/// Any thread may ask. A template that was seen before takes no lock and no memory: it is found by the reference of
/// its string first (templates are literals, so the same string comes back each time), by its text next. Only a new
/// template takes the lock. Past <see cref="Limit"/> every new template is <see cref="LogKey.Unknown"/>.
/// <para>
/// A key is for life. What it is shown with may change (<see cref="Rename"/>), and its events may count as another's
/// (<see cref="AddAlias"/>), but the text that it was given for leads to it always. Templates that were mined from text
/// have keys of their own, even where an application logs a template of equal text: the two are different statements,
/// one exact and one guessed.
/// </para>
/// </remarks>
internal sealed partial class LogKeyVocabulary
{
    /// <summary>Longer texts are stored as their beginning, their length and a hash, so that no template costs more.</summary>
    internal const int MaxTextLength = 1024;

    // Where a reference may lie in the table by reference: a few neighbouring slots, first one free.
    private const int ProbeLength = 4;

    private readonly ConcurrentDictionary<string, int> _byText = new(StringComparer.Ordinal);
    private readonly Entry?[] _byReference;
    private readonly Lock _lock = new();

    // Replaced, never changed, when it grows: readers take it without the lock. Slot 0 is the unknown key.
    private string[] _templates = new string[64];
    private int _count = 1;
    private long _overflowCount;
    private string? _overflowExample;

    public LogKeyVocabulary(int limit)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        Limit = limit;
        _templates[LogKey.Unknown] = "(unknown template)";

        // Four slots for each key: several call sites may hold the same text in different strings.
        _byReference = new Entry?[BitOperations.RoundUpToPowerOf2((uint)Math.Max(limit, 256)) * 4];
    }

    /// <summary>Most templates that are given a key of their own.</summary>
    public int Limit { get; }

    /// <summary>Number of templates that have a key, the unknown one not counted.</summary>
    public int Count => Volatile.Read(ref _count) - 1;

    /// <summary>How many look-ups found no room and were answered with the unknown key.</summary>
    public long OverflowCount => Interlocked.Read(ref _overflowCount);

    /// <summary>The first template that found no room; null while none has.</summary>
    public string? OverflowExample => Volatile.Read(ref _overflowExample);

    /// <summary>The key of a template, a new one where it is new and there is room.</summary>
    public int GetOrAdd(string template) => GetOrAdd(template, leavesTexts: false);

    /// <summary>The key of a template, a new one where it is new and there is room.</summary>
    /// <param name="template">The template.</param>
    /// <param name="leavesTexts">
    /// Whether a new one without holes gets no key here but <see cref="LogKey.Mined"/>: it may be one of many that are
    /// built with string interpolation, and whoever reads the queue decides.
    /// </param>
    public int GetOrAdd(string template, bool leavesTexts)
    {
        var table = _byReference;
        var slot = RuntimeHelpers.GetHashCode(template) & (table.Length - 1);
        for (var probe = 0; probe < ProbeLength; probe++)
        {
            var entry = table[(slot + probe) & (table.Length - 1)];
            if (entry is null)
            {
                break;
            }

            if (ReferenceEquals(entry.Template, template))
            {
                return entry.Key;
            }
        }

        return GetOrAddByText(template, slot, leavesTexts);
    }

    /// <summary>The key of a template that an application logs, if it has one.</summary>
    public bool TryGet(string template, out int key) => _byText.TryGetValue(WithoutHalfPairs(Stored(template)), out key);

    /// <summary>
    /// The template that a key is shown with; that of the other key where it was merged into one. The unknown key and keys
    /// never given have a text that says so.
    /// </summary>
    public string GetTemplate(int key)
    {
        // The count first: the table read after it is at least that long.
        var count = Volatile.Read(ref _count);
        var templates = Volatile.Read(ref _templates);
        if ((uint)key >= (uint)count)
        {
            return templates[LogKey.Unknown];
        }

        key = Resolve(key);
        return _names.TryGetValue(key, out var name) ? name : templates[key];
    }

    /// <summary>All templates, as they were when they got their keys and in the order of these, the first one being key 1.</summary>
    public string[] ToArray() => ToArray(out _);

    private int GetOrAddByText(string template, int slot, bool leavesTexts)
    {
        var text = Stored(template);
        if (!_byText.TryGetValue(text, out var key))
        {
            if (leavesTexts && TextKeys.IsText(template))
            {
                return LogKey.Mined;
            }

            text = WithoutHalfPairs(text);
            if (Volatile.Read(ref _count) > Limit && !_byText.ContainsKey(text))
            {
                // Keys are only ever added: without a lock, since string-built messages come this way with every event.
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

        // An endless one would be kept alive by the table, and costs its hash each time instead.
        if (template.Length <= MaxTextLength)
        {
            Remember(template, key, slot);
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

    // A slot is taken once and kept: two hot templates never push each other out, and nothing is allocated after warm-up.
    private void Remember(string template, int key, int slot)
    {
        for (var probe = 0; probe < ProbeLength; probe++)
        {
            ref var entry = ref _byReference[(slot + probe) & (_byReference.Length - 1)];
            if (entry is null)
            {
                // A race loses one entry, which the next look-up of its template writes again.
                Volatile.Write(ref entry, new Entry(template, key));
                return;
            }
        }
    }

    private static string Stored(string template) => template.Length <= MaxTextLength ? template : Shorten(template);

    private static string Shorten(string template) =>
        string.Create(CultureInfo.InvariantCulture, $"{template.AsSpan(0, MaxTextLength - 64)}… ({template.Length} characters, #{StableHash.Of(template):x16})");

    // Half a surrogate pair does not come back from a file as it was, and its template would have another key then.
    private static string WithoutHalfPairs(string text) =>
        text.AsSpan().IndexOfAnyInRange('\uD800', '\uDFFF') < 0 ? text : Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));

    private sealed class Entry(string template, int key)
    {
        public readonly string Template = template;
        public readonly int Key = key;
    }
}
