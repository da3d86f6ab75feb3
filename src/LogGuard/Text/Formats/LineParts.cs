namespace LogGuard.Parsing;

/// <summary>
/// What a <see cref="LineFormat"/> found in one line: where its fields lie, when it was written, how severe it is.
/// One object is used for line after line, by one thread at a time; it belongs to whoever reads the lines.
/// </summary>
/// <remarks>
/// Ranges lie in the line, for header formats, or in text of its own, for JSON, whose values are unescaped there.
/// <see cref="Slice"/> knows which. All of it is good until the next line is split into it.
/// </remarks>
internal sealed class LineParts
{
    /// <summary>Most fields of a format: twice what any ready one has.</summary>
    internal const int MaxFields = 32;

    /// <summary>Most properties kept of one line, as many as a sink for structured logs would index.</summary>
    internal const int MaxProperties = 64;

    /// <summary>Most characters of unescaped and rendered text kept of one line; what is longer is cut.</summary>
    internal const int MaxOwnCharacters = 4 * 1024 * 1024;

    private readonly LineRange[] _fields = new LineRange[MaxFields];
    private readonly LineProperty[] _properties = new LineProperty[MaxProperties];
    private char[] _own = [];
    private int _ownLength;
    private bool _usesOwn;

    public LineParts(TimestampReference? reference = null) => Reference = reference ?? new TimestampReference();

    /// <summary>The message, which is what templates are mined from; the whole line where it does not fit.</summary>
    public LineRange Content { get; set; }

    /// <summary>The label of a labelled data set; none where the format has no such column. Never part of the content.</summary>
    public LineRange Label { get; set; }

    public int FieldCount { get; private set; }

    public int PropertyCount { get; private set; }

    public bool HasTimestamp { get; private set; }

    /// <summary>UTC ticks; 0 where the line has no timestamp.</summary>
    public long TimestampTicks { get; private set; }

    public bool HasSeverity { get; private set; }

    /// <summary>How severe the line says it is, <see cref="LogSeverity.Information"/> where it does not say.</summary>
    public LogSeverity Severity { get; private set; }

    /// <summary>The template as the programmer wrote it, where the line carries it (@mt, {OriginalFormat}); else null.</summary>
    public string? Template { get; set; }

    /// <summary>What completes stamps without a year; parts that are filled in turn from one log share it.</summary>
    public TimestampReference Reference { get; }

    /// <summary>Properties of all lines so far that there was no room for.</summary>
    public long LeftOutPropertyCount { get; private set; }

    internal NamePool Names { get; init; } = new(limit: 4096);

    internal NamePool Templates { get; init; } = new(limit: 4096);

    /// <summary>UTF-8 of a JSON line; grows to the longest such line that fits the format's limit.</summary>
    internal byte[] Utf8 { get; set; } = [];

    internal ReadOnlySpan<char> OwnText => _own.AsSpan(0, _ownLength);

    /// <summary>Characters held for text of its own; tests of bounds look at it.</summary>
    internal int OwnCapacity => _own.Length;

    public LineRange Field(int index) => (uint)index < (uint)FieldCount ? _fields[index] : LineRange.None;

    public ref readonly LineProperty Property(int index) => ref _properties.AsSpan(0, PropertyCount)[index];

    /// <summary>The text of a range of this line; empty where there is none.</summary>
    public ReadOnlySpan<char> Slice(ReadOnlySpan<char> line, LineRange range) => range.Of(_usesOwn ? OwnText : line);

    /// <summary>Whether ranges lie in text of its own, and not in the line.</summary>
    public bool UsesOwnText => _usesOwn;

    public ReadOnlySpan<char> ContentOf(ReadOnlySpan<char> line) => Slice(line, Content);

    public bool TryGetProperty(ReadOnlySpan<char> name, out LineProperty property)
    {
        for (var i = 0; i < PropertyCount; i++)
        {
            if (name.SequenceEqual(_properties[i].Name))
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
        HasTimestamp = false;
        TimestampTicks = 0;
        HasSeverity = false;
        Severity = LogSeverity.Information;
        Template = null;
        _usesOwn = false;
        _ownLength = 0;
    }

    internal void SetField(int index, LineRange range) => _fields[index] = range;

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

    /// <summary>Room to write own text into; may be shorter than asked for at the limit. <see cref="Commit"/> takes it.</summary>
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
