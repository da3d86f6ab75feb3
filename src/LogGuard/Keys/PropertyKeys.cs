using System.Diagnostics;
using LogGuard.Primitives;

namespace LogGuard.Keys;

/// <summary>
/// Gives a template several keys, one for each value of a property: the one template of a framework that stands for the whole
/// application, such as EF Core's with its <c>{commandText}</c>. Any thread may ask.
/// </summary>
/// <remarks>
/// The key's text is the template with the value behind it, so a restart finds the same key. A template has at most a given
/// number of such keys; further values have the key of the template alone. The look-up of a known value takes no lock and
/// allocates nothing.
/// </remarks>
internal sealed class PropertyKeys
{
    /// <summary>Most properties of one template that are part of its key.</summary>
    public const int NameLimit = 4;

    private readonly LogKeyVocabulary _vocabulary;
    private readonly string[] _names;
    private readonly int _valueLimit;
    private readonly Func<string, string, string?> _capture;
    private readonly Action<string> _tell;
    private readonly Lock _lock = new();

    // By the key of the template alone. Replaced when it grows, because readers take it without the lock.
    private ValueKeys?[] _byTemplate = new ValueKeys?[64];

    // The key of the template alone, by the key with a value; 0 for all others.
    private int[] _plain = new int[64];

    /// <param name="vocabulary">Gives the keys.</param>
    /// <param name="names">Names of properties, in any case.</param>
    /// <param name="valueLimit">Most keys of one template.</param>
    /// <param name="capture">Returns the text of a property's value that may be stored; null if none may.</param>
    /// <param name="tell">Receives the message that a template has more values than the limit.</param>
    public PropertyKeys(
        LogKeyVocabulary vocabulary, IEnumerable<string> names, int valueLimit, Func<string, string, string?> capture, Action<string> tell)
    {
        _vocabulary = vocabulary;
        _names = [.. names];
        _valueLimit = valueLimit;
        _capture = capture;
        _tell = tell;
    }

    /// <summary>The holes of a template that are part of its key, in its order; none for most templates.</summary>
    public string[] NamesIn(string template) =>
        [.. TemplateHoles.NamesIn(template).Where(hole => _names.Contains(hole, StringComparer.OrdinalIgnoreCase)).Take(NameLimit)];

    /// <summary>The holes of a template that are part of its key, by the key of the template alone.</summary>
    public string[] NamesIn(int key, string template) => key <= LogKey.Unknown ? [] : Of(key, template).Names;

    /// <summary>The key of an event.</summary>
    /// <param name="key">The key of the template alone.</param>
    /// <param name="template">The template.</param>
    /// <param name="values">The values of <see cref="NamesIn(int, string)"/>; null for one that the event has not.</param>
    public int KeyOf(int key, string template, ReadOnlySpan<object?> values)
    {
        if (key <= LogKey.Unknown || Of(key, template) is not { Names.Length: > 0 } own || own.Names.Length != values.Length)
        {
            return key;
        }

        return own.TryGet(values, out var known) ? known : Add(own, values);
    }

    /// <summary>The key of the template alone, by the key with a value; any other key is returned as it is.</summary>
    public int PlainOf(int key)
    {
        var plain = Volatile.Read(ref _plain);
        return (uint)key < (uint)plain.Length && plain[key] != LogKey.Unknown ? plain[key] : key;
    }

    private ValueKeys Of(int key, string template)
    {
        var table = Volatile.Read(ref _byTemplate);
        return (uint)key < (uint)table.Length && table[key] is { } known ? known : Begin(key, template);
    }

    private ValueKeys Begin(int key, string template)
    {
        lock (_lock)
        {
            if (key < _byTemplate.Length && _byTemplate[key] is { } known)
            {
                return known;
            }

            var names = NamesIn(template);
            var made = names.Length == 0 ? ValueKeys.None : new ValueKeys(key, template, names, _valueLimit);
            if (made != ValueKeys.None)
            {
                foreach (var text in _vocabulary.ToArray().Where(text => PropertyKeyText.IsOf(text, template)))
                {
                    made.CountRestored();
                    Note_NeedsLock(_vocabulary.GetOrAdd(text), key);
                }
            }

            Put_NeedsLock(ref _byTemplate, key, made);
            return made;
        }
    }

    // Once per value, and once per event with a value beyond the limit.
    private int Add(ValueKeys own, ReadOnlySpan<object?> values)
    {
        if (own.IsClosed)
        {
            return own.Plain;
        }

        lock (_lock)
        {
            if (own.TryGet(values, out var known))
            {
                return known;
            }

            var texts = new string?[values.Length];
            for (var i = 0; i < texts.Length; i++)
            {
                texts[i] = values[i] is { } value ? _capture(own.Names[i], LogValue.ToText(value)) : null;
            }

            var key = own.Plain;
            if (texts.Any(text => text is not null))
            {
                var text = PropertyKeyText.Make(own.Template, own.Names, texts);
                var isKnown = _vocabulary.TryGet(text, out key);
                if (!isKnown && own.IsFull)
                {
                    TellLimit(own);
                    return own.Plain;
                }

                key = isKnown ? key : _vocabulary.GetOrAdd(text);
                if (key == LogKey.Unknown)
                {
                    return LogKey.Unknown;
                }

                own.Count(isNew: !isKnown);
                Note_NeedsLock(key, own.Plain);
            }

            own.Add(values, key);
            return key;
        }
    }

    private void TellLimit(ValueKeys own)
    {
        if (own.Tell())
        {
            _tell(
                $"\"{own.Template}\" has more than {_valueLimit:N0} different values of {string.Join(" and ", own.Names)}: lines with further ones count as one step. "
                + "Raise Keys.PropertyValueLimit, or take a property with fewer values into Keys.PropertiesInKey.");
        }
    }

    private void Note_NeedsLock(int key, int plain)
    {
        Debug.Assert(key > LogKey.Unknown, "Only keys with a value are noted.");
        Put_NeedsLock(ref _plain, key, plain);
    }

    private static void Put_NeedsLock<T>(ref T[] table, int index, T value)
    {
        if (index >= table.Length)
        {
            var larger = new T[Math.Max(index + 1, table.Length * 2)];
            table.CopyTo(larger, 0);
            larger[index] = value;
            Volatile.Write(ref table, larger);
            return;
        }

        table[index] = value;
    }
}
