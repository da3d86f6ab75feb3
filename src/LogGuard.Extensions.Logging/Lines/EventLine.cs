using LogGuard.Extensions.Logging.States;

namespace LogGuard.Extensions.Logging.Lines;

/// <summary>
/// What is kept of a log event: its values as they were when it was logged. Filled out of a <see cref="LinePage"/> on the
/// detector's thread, or on the application's where the state is of another kind or is filtered; then owned by the detector
/// until it lets go, then used again.
/// </summary>
internal abstract class EventLine(LinePool pool, bool isKept)
{
    // No template has as many holes; a state with more values is somebody's dictionary.
    private const int ValueLimit = 64;

    /// <summary>Where it waits to be used again.</summary>
    public readonly LinePool Pool = pool;

    /// <summary>The next idle line; only for whoever holds the idle ones.</summary>
    public EventLine? Next;

    /// <summary>On the first line of a bundle of idle ones: the next bundle, and how many lines this one has.</summary>
    public EventLine? NextBundle;
    public int BundleCount;

    /// <summary>The template as it was logged; the message where it has no template.</summary>
    public string Template = "";

    /// <summary>The template as it is keyed, where category and event id count; null where it is the template.</summary>
    public string? KeyText;

    public string Category = "";

    public string? TraceId;

    public Exception? Exception;

    /// <summary>The values of the state that it holds, in their order; null where it has none that can be counted.</summary>
    public IReadOnlyList<KeyValuePair<string, object?>>? Values;

    // The state's own formatter where a copy of the state is kept, else null and its values are below.
    private object? _formatter;
    private string[] _names = [];
    private string[] _ownNames = [];
    private object?[] _values = [];
    private int _count;

    /// <summary>Names of the values, in the state's order.</summary>
    public ReadOnlySpan<string> Names => _names.AsSpan(0, _count);

    /// <summary>Takes in what is known of an event beside its state.</summary>
    public void Begin(string template, string? keyText, string category, string? traceId, Exception? exception)
    {
        Template = template;
        KeyText = keyText;
        Category = category;
        TraceId = traceId;
        Exception = exception;
    }

    /// <summary>Keeps the values of the state that it holds, whose names are known.</summary>
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

    /// <summary>Keeps the state that it holds as it is.</summary>
    public void KeepState(string[] names, object formatter)
    {
        _names = names;
        _count = names.Length;
        _formatter = formatter;
    }

    /// <summary>Keeps values, each of which is what is kept of one.</summary>
    public void KeepValues(string[] names, ReadOnlySpan<object?> values) => values.CopyTo(RoomFor(names));

    /// <summary>Keeps one more value of a state that may have any, as long as there is room.</summary>
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

    /// <summary>One of the values as a number; NaN where it is none.</summary>
    public double NumberAt(int index) =>
        _formatter is not null ? HeldNumberAt(index, _names[index])
        : _values[index] is { } value ? LogValue.ToNumber(value)
        : double.NaN;

    /// <summary>One of the values as text; null where there is none.</summary>
    public string? TextAt(int index) => (_formatter is null ? _values[index] : Values![index].Value) switch
    {
        IFormattable value => value.ToString(null, System.Globalization.CultureInfo.InvariantCulture),
        var value => value?.ToString(),
    };

    /// <summary>The message for a person.</summary>
    public string RenderMessage() =>
        _formatter is not null ? Format(_formatter)
        : _count == 0 ? Template
        : MessageRenderer.Render(Template, Names, _values.AsSpan(0, _count));

    /// <summary>Lets go of all that is the application's.</summary>
    public void Clear()
    {
        Template = Category = "";
        KeyText = TraceId = null;
        Exception = null;
        ForgetValues();
    }

    /// <summary>Keeps no values after all.</summary>
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

    /// <summary>Lets go of a state whose values are kept, if any are: it may hold the application's objects.</summary>
    public abstract void ForgetState();

    /// <summary>A value of the state that it holds, as a number.</summary>
    protected abstract double HeldNumberAt(int index, string name);

    protected abstract string Format(object formatter);

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
