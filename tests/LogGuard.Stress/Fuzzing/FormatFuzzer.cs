using LogGuard.Parsing;

namespace LogGuard.Stress.Fuzzing;

/// <summary>Feeds lines to one format, its joiner and its session readers, and checks the invariants of every line.</summary>
internal sealed class FormatFuzzer
{
    private static readonly SessionSelector[] Selectors =
    [
        SessionSelector.Pattern(@"blk_-?\d+"),
        SessionSelector.Pattern("instance: (<uuid>)"),
        SessionSelector.Pattern(@"\b(?:user|uid)\s*=\s*(\w+)"),
        SessionSelector.Pattern(@"(?<=rhost=)\S+"),
    ];

    private readonly LineFormat _format;
    private readonly LineParts _parts = new();
    private readonly EventJoiner _joiner;
    private readonly List<SessionReader> _readers = [];
    private readonly MultiLineRule _rule = new() { MaxLines = 50, MaxCharacters = 4_000 };
    private long _lines;
    private long _joinedLines;

    public FormatFuzzer(LineFormat format)
    {
        _format = format;
        _joiner = new EventJoiner(format, _rule);
        _readers.AddRange(Selectors.Select(selector => new SessionReader(selector, format)));
        foreach (var field in format.Fields.Where(field => field != format.LabelField))
        {
            _readers.Add(new SessionReader(SessionSelector.Field(field), format));
        }

        if (format.Session is not null)
        {
            _readers.Add(new SessionReader(format.Session, format));
        }
    }

    public LineFormat Format => _format;

    /// <summary>Number of lines that fit the format.</summary>
    public long FitCount { get; private set; }

    /// <exception cref="InvalidDataException">An invariant is violated.</exception>
    public void Feed(ReadOnlySpan<char> line)
    {
        _lines++;
        var fits = _format.TrySplit(line, _parts);
        FitCount += fits ? 1 : 0;
        CheckParts(line, _parts, fits);

        // Searching is the slowest part, so every 32nd line goes to one reader, in turn.
        if (_lines % 32 != 0)
        {
            return;
        }

        var reader = _readers[(int)(_lines / 32 % _readers.Count)];
        var count = reader.Read(line, _parts);
        Require(count <= SessionReader.MaxSessions, "more sessions than the bound");
        for (var i = 0; i < count; i++)
        {
            Require(_parts.Slice(line, reader[i]).Length > 0, "an empty session");
        }
    }

    /// <exception cref="InvalidDataException">An invariant is violated.</exception>
    public void FeedJoiner(ReadOnlySpan<char> line)
    {
        _joinedLines++;
        if (!_joiner.Add(line, out var joined))
        {
            return;
        }

        CheckParts(joined.Head, joined.Parts, joined.Fits);
        Require(joined.LineCount <= _rule.MaxLines, "more lines than the bound");
        Require(joined.Text.Length - joined.HeadLength <= _rule.MaxCharacters, "more characters than the bound");
        Require(_joiner.EventCount + _joiner.JoinedLineCount == _joinedLines, "lines that are neither an event nor joined to one");
        Require(_joiner.UnfitCount <= _joiner.EventCount && _joiner.JoinedUnfitCount <= _joiner.JoinedLineCount, "a line that is counted twice");
    }

    private void CheckParts(ReadOnlySpan<char> line, LineParts parts, bool fits)
    {
        Require(parts.Content.Exists, "no content");
        var content = parts.ContentOf(line);
        Require(fits || parts.Content.End <= line.Length, "content that is no part of the line");
        Require(fits || _format.HasLabel || content.SequenceEqual(line.Trim()), "a line lost that does not fit");
        Require(!_format.HasLabel || parts.Content.Start >= parts.Label.End, "a label within the content");
        for (var i = 0; i < parts.FieldCount; i++)
        {
            // Slicing throws if a range is outside the line.
            _ = parts.Slice(line, parts.Field(i));
        }

        for (var i = 0; i < parts.PropertyCount; i++)
        {
            _ = parts.Slice(line, parts.Property(i).Value);
            Require(parts.Property(i).Name.Length <= 256, "a name of great length");
        }

        Require(parts.HasTimestamp == parts.TimestampTicks is > 0 and <= 3155378975999999999, "a time that is none");
        Require(Enum.IsDefined(parts.Severity), "a level that is none");
        Require(parts.OwnCapacity <= LineParts.MaxOwnCharacters, "more text than the bound");
        Require(parts.Names.Count <= 4096 && parts.Templates.Count <= 4096, "more names than the bound");
    }

    private static void Require(bool holds, string otherwise)
    {
        if (!holds)
        {
            throw new InvalidDataException(otherwise);
        }
    }
}
