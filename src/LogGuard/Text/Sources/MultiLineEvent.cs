namespace LogGuard.Parsing;

/// <summary>One event of a log: a line, its parts, and the lines that continue it. The object is reused.</summary>
internal sealed class MultiLineEvent(TimestampReference reference, StringPool names, StringPool templates, LineMemory memory)
{
    // A buffer larger than this is not kept for the next event: the number of characters that a rule lets follow by default.
    private const int MaxKeptCharacters = MultiLineRule.DefaultMaxCharacters;

    private char[] _text = new char[512];
    private int _length;

    public LineParts Parts { get; } = new(reference) { Names = names, Templates = templates, Memory = memory };

    /// <summary>Whether its first line fits the format.</summary>
    public bool Fits { get; private set; }

    /// <summary>Whether the next lines may belong to its head. Its parts are those of the first line until it is closed.</summary>
    public bool IsHeadOpen { get; private set; }

    /// <summary>Number of its lines that are kept.</summary>
    public int LineCount { get; private set; }

    /// <summary>Length of <see cref="Head"/>.</summary>
    public int HeadLength { get; private set; }

    /// <summary>
    /// The text that <see cref="Parts"/> lie in: the first line, or all lines that hold the event's fields.
    /// </summary>
    public ReadOnlySpan<char> Head => _text.AsSpan(0, HeadLength);

    /// <summary>All kept lines, separated by line feeds.</summary>
    public ReadOnlySpan<char> Text => _text.AsSpan(0, _length);

    public ReadOnlySpan<char> Content => Parts.ContentOf(Head);

    internal int FollowingLength => _length - HeadLength;

    internal int Capacity => _text.Length;

    /// <summary>Begins the event with a line.</summary>
    internal void Begin(ReadOnlySpan<char> line, LineFormat format)
    {
        if (_text.Length > MaxKeptCharacters && line.Length <= MaxKeptCharacters)
        {
            _text = new char[512];
        }

        _length = 0;
        Append(line);
        HeadLength = _length;
        LineCount = 1;
        Fits = format.TrySplit(Head, Parts);
        IsHeadOpen = Parts.Role == LineRole.Opens || (Parts.Role == LineRole.Inner && Fits);
    }

    /// <summary>Adds a line that continues the event, up to a number of characters.</summary>
    internal void Add(ReadOnlySpan<char> line, int limit)
    {
        Append("\n");
        Append(line[..Math.Min(line.Length, limit)]);
        LineCount++;
    }

    /// <summary>Makes all lines so far the head.</summary>
    internal void CloseHead(LineFormat format)
    {
        IsHeadOpen = false;
        if (HeadLength != _length)
        {
            HeadLength = _length;
            Fits = format.TrySplit(Head, Parts);
        }
    }

    private void Append(ReadOnlySpan<char> text)
    {
        if (_length + text.Length > _text.Length)
        {
            Array.Resize(ref _text, Math.Max(_length + text.Length, _text.Length * 2));
        }

        if (AnsiText.IsNeeded(text))
        {
            _length += AnsiText.Strip(text, _text.AsSpan(_length));
            return;
        }

        text.CopyTo(_text.AsSpan(_length));
        _length += text.Length;
    }
}
