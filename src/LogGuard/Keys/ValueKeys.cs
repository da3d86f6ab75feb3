using System.Collections.Concurrent;
using System.Runtime.CompilerServices;

namespace LogGuard.Keys;

/// <summary>
/// The keys of one template by the values of its properties. Any thread may look up; one at a time adds.
/// </summary>
/// <param name="plain">The key of the template alone.</param>
/// <param name="template">The template.</param>
/// <param name="names">The holes whose values are part of the key.</param>
/// <param name="limit">Most keys.</param>
internal sealed class ValueKeys(int plain, string template, string[] names, int limit)
{
    /// <summary>Of a template without such a hole.</summary>
    public static readonly ValueKeys None = new(LogKey.Unknown, "", [], 0);

    // A value may come as several objects, such as a number and its text: each takes an entry.
    private const int EntriesPerKey = 4;

    // Stands for a value that an event has not.
    private static readonly object Missing = new();

    private readonly Node _root = new();

    // Most values are strings that recur, such as the SQL text of a cached query.
    private readonly TemplateReferences _byReference = new(limit);
    private int _count;
    private int _restored;
    private int _entries;
    private bool _isTold;

    public int Plain => plain;

    public string Template => template;

    public string[] Names => names;

    /// <summary>Whether no further key may be given.</summary>
    public bool IsFull => _count >= limit;

    /// <summary>Whether a value that is not found here has no key of its own.</summary>
    public bool IsClosed => (Volatile.Read(ref _isTold) && Volatile.Read(ref _restored) <= 0) || Volatile.Read(ref _entries) >= EntriesPerKey * limit;

    /// <summary>Finds the key of known values.</summary>
    public bool TryGet(ReadOnlySpan<object?> values, out int key)
    {
        if (values.Length == 1 && values[0] is string text && _byReference.TryGet(text, out key))
        {
            return true;
        }

        var node = _root;
        foreach (var value in values)
        {
            if (node.Next is not { } next || !next.TryGetValue(Comparable(value), out node))
            {
                key = LogKey.Unknown;
                return false;
            }
        }

        key = node.Key;
        if (key == LogKey.Unknown)
        {
            return false;
        }

        if (values.Length == 1 && values[0] is string unseen && unseen.Length <= StoredTemplate.MaxLength)
        {
            _byReference.Add(unseen, key);
        }

        return true;
    }

    /// <summary>Counts a key of an earlier run, whose values are not known yet.</summary>
    public void CountRestored()
    {
        _count++;
        _restored++;
    }

    /// <summary>Counts a key that was given or found.</summary>
    public void Count(bool isNew)
    {
        _count += isNew ? 1 : 0;
        _restored -= isNew ? 0 : 1;
    }

    /// <summary>Adds the key of values.</summary>
    public void Add(ReadOnlySpan<object?> values, int key)
    {
        var node = _root;
        foreach (var value in values)
        {
            var next = node.Next ??= new ConcurrentDictionary<object, Node>();
            node = next.GetOrAdd(Comparable(value), static _ => new Node());
        }

        node.Key = key;
        Volatile.Write(ref _entries, _entries + 1);
    }

    /// <summary>True the first time.</summary>
    public bool Tell()
    {
        var isFirst = !_isTold;
        Volatile.Write(ref _isTold, true);
        return isFirst;
    }

    // The equality of an application's own type may change or throw; that of text and of the runtime's numbers does not.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static object Comparable(object? value) => value switch
    {
        null => Missing,
        string => value,
        Enum or int or long or bool or char or short or byte or uint or ulong or ushort or sbyte or Guid => value,
        _ => LogValue.ToText(value),
    };

    private sealed class Node
    {
        public volatile ConcurrentDictionary<object, Node>? Next;
        public volatile int Key;
    }
}
