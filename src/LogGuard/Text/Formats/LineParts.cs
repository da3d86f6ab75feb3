using System.Buffers;
using System.Text;

namespace LogGuard.Parsing;

/// <summary>
/// The parts that a <see cref="LineFormat"/> finds in one line: fields, time, severity. One object is reused for all lines,
/// by one thread at a time.
/// </summary>
/// <remarks>
/// Ranges lie in the line for header formats, and in the line's own text, with values unescaped, for JSON.
/// <see cref="Slice"/> reads both. Everything is valid until the next line is split into the object.
/// </remarks>
internal sealed class LineParts
{
    /// <summary>Most fields of a format: twice those of any ready one.</summary>
    internal const int MaxFields = 32;

    /// <summary>Most properties kept of one line: as many as a sink for structured logs would index.</summary>
    internal const int MaxProperties = 64;

    /// <summary>Most characters of unescaped and rendered text kept of one line. The rest is cut.</summary>
    internal const int MaxOwnCharacters = 4 * 1024 * 1024;

    /// <summary>The longest line that is copied, which leaves room for what is added to it.</summary>
    internal const int MaxCopiedCharacters = MaxOwnCharacters / 4;

    private readonly LineRange[] _fields = new LineRange[MaxFields];
    private readonly LineProperty[] _properties = new LineProperty[MaxProperties];
    private char[] _own = [];
    private int _ownLength;
    private bool _usesOwn;
    private LineParts? _inner;
    private ArrayBufferWriter<char>? _innerText;
    private LineReading? _reading;

    public LineParts(TimestampReference? reference = null) => Reference = reference ?? new TimestampReference();

    /// <summary>The message, from which templates are mined; the whole line if it does not fit.</summary>
    public LineRange Content { get; set; }

    /// <summary>The label of a labelled data set; none in a format without labels. Never a part of the content.</summary>
    public LineRange Label { get; set; }

    /// <summary>Own text that belongs to the event and is shown below the message, such as an exception; none by default.</summary>
    public LineRange Following { get; set; }

    /// <summary>Own text around the content that is shown in its place; none by default.</summary>
    public LineRange Shown { get; set; }

    /// <summary>The trace id of the event; none by default.</summary>
    public LineRange TraceId { get; set; }

    /// <summary>The line's relation to the event before it.</summary>
    public LineRole Role { get; set; }

    /// <summary>Whether a line of an open event, as which it is not needed, follows the event before it.</summary>
    public bool IsContinuation { get; set; }

    public int FieldCount { get; private set; }

    public int PropertyCount { get; private set; }

    public bool HasTimestamp { get; private set; }

    /// <summary>UTC ticks; 0 if the line has no timestamp.</summary>
    public long TimestampTicks { get; private set; }

    public bool HasSeverity { get; private set; }

    /// <summary>The severity of the line; <see cref="LogSeverity.Information"/> if it has none.</summary>
    public LogSeverity Severity { get; private set; }

    /// <summary>The template as the programmer wrote it, if the line carries it (@mt, {OriginalFormat}); otherwise null.</summary>
    public string? Template { get; set; }

    /// <summary>Completes timestamps without a year. Objects that take turns for one log share it.</summary>
    public TimestampReference Reference { get; }

    /// <summary>Properties of all lines so far that found no room.</summary>
    public long LeftOutPropertyCount { get; private set; }

    /// <summary>The facts that earlier lines of the log tell.</summary>
    internal LineMemory Memory { get; init; } = new();

    /// <summary>The parts of a line within this line.</summary>
    internal LineParts Inner => _inner ??= new LineParts(Reference) { Names = Names, Templates = Templates, Memory = new() };

    /// <summary>Receives the parts of a line from a format of the application's own.</summary>
    internal LineReading Reading => _reading ??= new LineReading(this);

    /// <summary>The text of a line within this line, whose pieces may be on several lines.</summary>
    internal ArrayBufferWriter<char> InnerText => _innerText ??= new ArrayBufferWriter<char>();

    internal StringPool Names { get; init; } = new(limit: 4096);

    internal StringPool Templates { get; init; } = new(limit: 4096);

    /// <summary>The UTF-8 of a JSON line. Grows to the longest such line within the format's limit.</summary>
    internal byte[] Utf8 { get; set; } = [];

    /// <summary>Converts a text to <see cref="Utf8"/>.</summary>
    /// <returns>Its length in bytes.</returns>
    internal int Encode(ReadOnlySpan<char> text)
    {
        var needed = Encoding.UTF8.GetMaxByteCount(text.Length);
        if (Utf8.Length < needed)
        {
            Utf8 = new byte[Math.Max(needed, 4096)];
        }

        return Encoding.UTF8.GetBytes(text, Utf8);
    }

    internal ReadOnlySpan<char> OwnText => _own.AsSpan(0, _ownLength);

    /// <summary>Size of the buffer for own text, in characters; for tests of its bound.</summary>
    internal int OwnCapacity => _own.Length;

    public LineRange Field(int index) => (uint)index < (uint)FieldCount ? _fields[index] : LineRange.None;

    public ref readonly LineProperty Property(int index) => ref _properties.AsSpan(0, PropertyCount)[index];

    /// <summary>The text of a range of this line; empty for no range.</summary>
    public ReadOnlySpan<char> Slice(ReadOnlySpan<char> line, LineRange range) => range.Of(_usesOwn ? OwnText : line);

    /// <summary>Whether ranges lie in own text instead of the line.</summary>
    public bool UsesOwnText => _usesOwn;

    public ReadOnlySpan<char> ContentOf(ReadOnlySpan<char> line) => Slice(line, Content);

    public bool TryGetProperty(ReadOnlySpan<char> name, out LineProperty property) => TryGetProperty(name, StringComparison.Ordinal, out property);

    public bool TryGetProperty(ReadOnlySpan<char> name, StringComparison comparison, out LineProperty property)
    {
        for (var i = 0; i < PropertyCount; i++)
        {
            if (name.Equals(_properties[i].Name, comparison))
            {
                property = _properties[i];
                return true;
            }
        }

        property = default;
        return false;
    }

    internal void Begin(int fieldCount)
    {
        FieldCount = fieldCount;
        _fields.AsSpan(0, fieldCount).Fill(LineRange.None);
        PropertyCount = 0;
        Content = LineRange.None;
        Label = LineRange.None;
        Following = LineRange.None;
        Shown = LineRange.None;
        TraceId = LineRange.None;
        Role = LineRole.None;
        IsContinuation = false;
        HasTimestamp = false;
        TimestampTicks = 0;
        HasSeverity = false;
        Severity = LogSeverity.Information;
        Template = null;
        _usesOwn = false;
        _ownLength = 0;
    }

    internal void SetField(int index, LineRange range) => _fields[index] = range;

    /// <summary>Sets the content and its field.</summary>
    internal void SetContent(int index, LineRange range)
    {
        Content = range;
        SetField(index, range);
    }

    internal void SetTimestamp(long utcTicks)
    {
        HasTimestamp = true;
        TimestampTicks = utcTicks;
        Reference.See(utcTicks);
    }

    internal void SetSeverity(LogSeverity severity)
    {
        HasSeverity = true;
        Severity = severity;
    }

    internal bool AddProperty(string name, LineRange value, double number = double.NaN)
    {
        if (PropertyCount == MaxProperties)
        {
            LeftOutPropertyCount++;
            return false;
        }

        _properties[PropertyCount++] = new LineProperty(name, value, number);
        return true;
    }

    internal void UseOwnText() => _usesOwn = true;

    /// <summary>Makes a line the beginning of its own text, so that ranges of the one are ranges of the other.</summary>
    /// <param name="line">The line; up to <see cref="MaxCopiedCharacters"/>.</param>
    internal LineRange Copy(ReadOnlySpan<char> line)
    {
        UseOwnText();
        return Append(line);
    }

    /// <summary>A buffer to write own text to, which <see cref="Commit"/> adds. Shorter than requested at the limit.</summary>
    internal Span<char> Reserve(int characters)
    {
        var wanted = (int)Math.Min((long)_ownLength + characters, MaxOwnCharacters);
        if (wanted > _own.Length)
        {
            Array.Resize(ref _own, Math.Min(Math.Max(wanted, Math.Max(1024, _own.Length * 2)), MaxOwnCharacters));
        }

        return _own.AsSpan(_ownLength, wanted - _ownLength);
    }

    internal LineRange Commit(int characters)
    {
        var range = new LineRange(_ownLength, characters);
        _ownLength += characters;
        return range;
    }

    internal LineRange Append(ReadOnlySpan<char> text)
    {
        var room = Reserve(text.Length);
        var taken = Math.Min(room.Length, text.Length);
        text[..taken].CopyTo(room);
        return Commit(taken);
    }
}
