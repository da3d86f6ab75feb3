using LogGuard.Extensions.Logging.States;
using Microsoft.Extensions.Logging;

namespace LogGuard.Extensions.Logging.Lines;

/// <summary>
/// A pooled copy of a log event with its values at the time of logging. Filled from a <see cref="LinePage"/> on the detector's
/// thread, or on the application's thread if the state has another type or is filtered. The detector owns it until its release;
/// then it returns to the pool.
/// </summary>
internal abstract class EventLine(LinePool pool, bool isKept)
{
    // No template has this many placeholders; a state with more values is a dictionary.
    private const int ValueLimit = 64;

    /// <summary>The pool that it returns to.</summary>
    public readonly LinePool Pool = pool;

    /// <summary>The next idle line. Only accessed by the owner of the idle list.</summary>
    public EventLine? Next;

    /// <summary>On the first line of a bundle of idle lines: the next bundle. <see cref="BundleCount"/> is the number of lines in this one.</summary>
    public EventLine? NextBundle;
    public int BundleCount;

    /// <summary>The template as logged, or the message if there is no template.</summary>
    public string Template = "";

    /// <summary>The template with category and event id, if these are part of the key; null if the template alone is the key.</summary>
    public string? KeyText;

    public string Category = "";

    public EventId EventId;

    public string? TraceId;

    public Exception? Exception;

    /// <summary>The values of the held state, in order; null if the state is not a list of values.</summary>
    public IReadOnlyList<KeyValuePair<string, object?>>? Values;

    // The formatter if a copy of the state is kept; null if the values are copied into the fields below.
    private object? _formatter;
    private string[] _names = [];
    private string[] _ownNames = [];
    private object?[] _values = [];
    private int _count;

    /// <summary>The names of the values, in the order of the state.</summary>
    public ReadOnlySpan<string> Names => _names.AsSpan(0, _count);

    /// <summary>Sets the properties of the event apart from its state.</summary>
    public void Begin(string template, string? keyText, string category, EventId eventId, string? traceId, Exception? exception)
    {
        Template = template;
        KeyText = keyText;
        Category = category;
        EventId = eventId;
        TraceId = traceId;
        Exception = exception;
    }

    /// <summary>Copies the values of the held state, whose names are known.</summary>
    public void Keep(IReadOnlyList<KeyValuePair<string, object?>> state, string[] names, object formatter)
    {
        if (isKept)
        {
            KeepState(names, formatter);
            return;
        }

        var values = RoomFor(names);
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = RetainedValue.Of(state[i].Value);
        }

        ForgetState();
    }

    /// <summary>Keeps the held state itself.</summary>
    public void KeepState(string[] names, object formatter)
    {
        _names = names;
        _count = names.Length;
        _formatter = formatter;
    }

    /// <summary>Stores values that are already captured.</summary>
    public void KeepValues(string[] names, ReadOnlySpan<object?> values) => values.CopyTo(RoomFor(names));

    /// <summary>Adds a value of a state of any type, up to the limit.</summary>
    public void Add(string name, object? value)
    {
        if (_count == ValueLimit)
        {
            return;
        }

        if (_count == _ownNames.Length)
        {
            Array.Resize(ref _ownNames, Math.Max(8, _count * 2));
        }

        if (_count >= _values.Length)
        {
            Array.Resize(ref _values, _ownNames.Length);
        }

        _names = _ownNames;
        _ownNames[_count] = name;
        _values[_count++] = RetainedValue.Of(value);
    }

    /// <summary>Returns a value as a number; NaN if it is not a number.</summary>
    public double NumberAt(int index) =>
        _formatter is not null ? HeldNumberAt(index, _names[index])
        : _values[index] is { } value ? LogValue.ToNumber(value)
        : double.NaN;

    /// <summary>Returns a value.</summary>
    public object? ValueAt(int index) => _formatter is null ? _values[index] : Values![index].Value;

    /// <summary>Returns a value as text; null if it is null.</summary>
    public string? TextAt(int index) => ValueAt(index) switch
    {
        IFormattable value => value.ToString(null, System.Globalization.CultureInfo.InvariantCulture),
        var value => value?.ToString(),
    };

    /// <summary>Returns about how many bytes the line holds, by its texts.</summary>
    public long GetSize()
    {
        var size = sizeof(char) * (long)Template.Length;
        for (var i = 0; i < _count; i++)
        {
            size += SizeOf(_formatter is null ? _values[i] : Values![i].Value);
        }

        return size + SizeOf(Exception);
    }

    /// <summary>Returns the rendered message.</summary>
    public string RenderMessage() =>
        _formatter is not null ? Format(_formatter)
        : _count == 0 ? Template
        : MessageRenderer.Render(Template, Names, _values.AsSpan(0, _count));

    /// <summary>Clears all references to objects of the application.</summary>
    public void Clear()
    {
        Template = Category = "";
        KeyText = TraceId = null;
        EventId = default;
        Exception = null;
        ForgetValues();
    }

    /// <summary>Discards the values.</summary>
    public void ForgetValues()
    {
        if (_formatter is not null)
        {
            _formatter = null;
            ForgetState();
        }
        else
        {
            _values.AsSpan(0, Math.Min(_count, _values.Length)).Clear();
        }

        _names = [];
        _count = 0;
    }

    /// <summary>Releases the held state, which may reference objects of the application.</summary>
    public abstract void ForgetState();

    /// <summary>Returns a value of the held state as a number.</summary>
    protected abstract double HeldNumberAt(int index, string name);

    protected abstract string Format(object formatter);

    private static long SizeOf(object? value)
    {
        const long OfValue = 64;
        const long OfException = 4_096;
        switch (value)
        {
            case string text:
                return OfValue + sizeof(char) * (long)text.Length;
            case Uri address:
                return OfValue + sizeof(char) * (long)address.OriginalString.Length;
            case Exception exception:
                var size = 0L;
                for (var depth = 0; exception is not null && depth < 16; depth++, exception = exception.InnerException!)
                {
                    size += OfException + sizeof(char) * (long)(exception.Message?.Length ?? 0);
                }

                return size;
            default:
                return OfValue;
        }
    }

    private Span<object?> RoomFor(string[] names)
    {
        _names = names;
        _count = names.Length;
        if (_values.Length < names.Length)
        {
            _values = new object?[names.Length];
        }

        return _values.AsSpan(0, names.Length);
    }
}
