using LogGuard.Configuration;
using LogGuard.Faults;

namespace LogGuard.Parsing;

/// <summary>A format in loghub's notation. Splitting a line is a single pass and allocates nothing.</summary>
internal sealed class HeaderFormat : LineFormat
{
    private static readonly string[] TimeNames = ["Date", "Time", "Month", "Day", "Year", "Offset", "Zone"];
    private static readonly string[] LevelNames = ["Level", "Severity"];
    private static readonly string[] ContentNames = ["Content", "Message"];

    private readonly string _notation;
    private readonly HeaderLayout _layout;
    private readonly string _opening;
    private readonly HeaderFieldReader[] _readers;

    private HeaderFormat(
        string name, string notation, HeaderNotation read, HeaderLayout layout, TimeSpan assumedOffset, SessionSelector? session)
        : base(name, read.Fields, assumedOffset, session)
    {
        _notation = notation;
        _layout = layout;
        _readers = HeaderFieldReader.Make(read.Tokens, out _opening);
    }

    internal override string? LabelField => _layout.Label < 0 ? null : Fields[_layout.Label];

    // Without a timestamp or a level, the number of blanks is the only condition.
    internal override bool HasHeader => Fields.Count > 1;

    /// <exception cref="ArgumentException">The notation or the options are wrong.</exception>
    public static HeaderFormat Make(string notation, LineFormatOptions options, Func<Func<string, int>, HeaderLayout, HeaderLayout>? adjust = null)
    {
        var faults = new OptionFaults(nameof(LineFormat));
        var read = HeaderNotation.Read(notation, faults);
        faults.Require(!string.IsNullOrWhiteSpace(options.Name), nameof(options.Name), "empty", "it must be a name");
        faults.RequireRange(nameof(AssumedOffset), options.AssumedOffset, -MaxOffset, MaxOffset);
        var layout = LayOut(read, options, faults);
        faults.ThrowIfAny();
        if (adjust is not null)
        {
            layout = adjust(name => IndexOf(read.Fields, name), layout);
        }

        return new HeaderFormat(options.Name, notation, read, layout, options.AssumedOffset, options.Session);
    }

    /// <inheritdoc/>
    public override LineFormat WithoutLabel()
    {
        if (_layout.Label < 0)
        {
            return this;
        }

        // The label is the first field, as the constructor has checked.
        var notation = _notation[(_notation.IndexOf('>') + 1)..].TrimStart(' ');
        var read = HeaderNotation.Read(notation, new OptionFaults(nameof(LineFormat)));
        static int Less(int index) => Math.Max(index - 1, -1);
        var layout = _layout with
        {
            FirstTime = Less(_layout.FirstTime),
            LastTime = Less(_layout.LastTime),
            Decimals = Less(_layout.Decimals),
            Level = Less(_layout.Level),
            Status = Less(_layout.Status),
            FirstContent = Less(_layout.FirstContent),
            LastContent = Less(_layout.LastContent),
            Label = -1,
        };
        return new HeaderFormat(Name, notation, read, layout, AssumedOffset, Session);
    }

    private protected override LineFormat WithOffsetCore(TimeSpan offset) =>
        new HeaderFormat(Name, _notation, HeaderNotation.Read(_notation, new OptionFaults(nameof(LineFormat))), _layout, offset, Session);

    private protected override bool Split(ReadOnlySpan<char> line, LineParts parts)
    {
        var whole = HeaderText.Trim(line);
        var text = line[..whole.End];
        var at = whole.Start;
        if (_opening.Length > 0 && !HeaderText.Matches(text, at, _opening, atEnd: false, out at))
        {
            return false;
        }

        foreach (var reader in _readers)
        {
            if (!reader.TryFind(text, at, parts, out at))
            {
                return false;
            }
        }

        return TryReadMeaning(text, parts);
    }

    private bool TryReadMeaning(ReadOnlySpan<char> text, LineParts parts)
    {
        var layout = _layout;
        var hasTime = layout.FirstTime >= 0 && TryReadTime(text, parts);
        if (!hasTime && layout.FirstTime >= 0 && layout.RequireTimestamp)
        {
            return false;
        }

        var hasLevel = layout.Level >= 0 && TryReadSeverity(parts.Field(layout.Level).Of(text), parts);
        if (!hasLevel && layout.Level >= 0 && layout.FirstTime < 0 && layout.RequireTimestamp)
        {
            return false;
        }

        if (layout.Status >= 0)
        {
            parts.SetSeverity(HttpStatus.SeverityOf(parts.Field(layout.Status).Of(text)));
        }

        if (layout.Label >= 0)
        {
            parts.Label = parts.Field(layout.Label);
        }

        var content = parts.Field(layout.FirstContent);
        if (layout.LastContent != layout.FirstContent)
        {
            var start = content.Start > 0 && text[content.Start - 1] == '"' ? content.Start - 1 : content.Start;
            content = LineRange.Between(start, parts.Field(layout.LastContent).End);
        }

        parts.Content = content;
        return true;
    }

    private bool TryReadTime(ReadOnlySpan<char> text, LineParts parts)
    {
        var (first, last) = (parts.Field(_layout.FirstTime), parts.Field(_layout.LastTime));
        if (!first.Exists || !last.Exists || !TryReadTimestamp(text[first.Start..last.End], parts))
        {
            return false;
        }

        if (_layout.Decimals >= 0)
        {
            AddDecimals(parts.Field(_layout.Decimals).Of(text), parts);
        }

        return true;
    }

    private static void AddDecimals(ReadOnlySpan<char> text, LineParts parts)
    {
        var dot = text.LastIndexOf('.');
        long ticks = 0;
        var unit = TimeSpan.TicksPerSecond;
        for (var i = dot + 1; dot >= 0 && i < text.Length; i++)
        {
            if (text[i] is < '0' or > '9')
            {
                return;
            }

            unit /= 10;
            ticks += (text[i] - '0') * unit;
        }

        parts.SetTimestamp(parts.TimestampTicks + ticks);
    }

    private static HeaderLayout LayOut(HeaderNotation read, LineFormatOptions options, OptionFaults faults)
    {
        var fields = read.Fields;
        var (firstTime, lastTime) = TimeFields(read, options, faults);
        var level = Named(nameof(options.LevelField), options.LevelField, LevelNames);
        var content = Named(nameof(options.ContentField), options.ContentField, ContentNames);
        var label = Named(nameof(options.LabelField), options.LabelField, ["Label"]);

        // Every line has a message, so its field must not be optional.
        var always = read.Tokens.Where(token => token.Field >= 0).Select(token => token.Field).ToList();
        faults.Require(
            content < 0 || always.Contains(content), nameof(options.ContentField), content < 0 ? "" : fields[content],
            "the message must not be an optional part");
        content = content < 0 ? always.LastOrDefault() : content;
        if (label >= 0)
        {
            faults.Require(
                label == 0 && read.Tokens is [{ Field: 0 }, { Literal: " " }, ..],
                nameof(options.LabelField), fields[label], "a label must be the first field, with a blank after it");
        }

        return new HeaderLayout
        {
            FirstTime = firstTime,
            LastTime = lastTime,
            Level = level,
            FirstContent = content,
            LastContent = content,
            Label = label,
            RequireTimestamp = options.RequireTimestamp,
        };

        int Named(string setting, string? name, string[] usual)
        {
            if (name is null)
            {
                return usual.Select(usualName => IndexOf(fields, usualName)).FirstOrDefault(index => index >= 0, -1);
            }

            RequireField(setting, name, fields, faults);
            return IndexOf(fields, name);
        }
    }

    private static (int First, int Last) TimeFields(HeaderNotation read, LineFormatOptions options, OptionFaults faults)
    {
        var fields = read.Fields;
        if (options.TimestampFields is { } names)
        {
            const string Setting = nameof(options.TimestampFields);
            foreach (var name in names)
            {
                RequireField(Setting, name, fields, faults);
            }

            var indexes = names.Select(name => IndexOf(fields, name)).ToList();
            var follow = indexes.Zip(indexes.Skip(1)).All(pair => pair.Second == pair.First + 1);
            faults.Require(follow, Setting, string.Join(", ", names), "they must follow each other in the notation");
            return indexes.Count == 0 ? (-1, -1) : (indexes[0], indexes[^1]);
        }

        // Fields of optional parts do not count: a timestamp that may be missing cannot identify a line.
        var always = read.Tokens.Where(token => token.Field >= 0).Select(token => token.Field).ToHashSet();
        var time = Array.FindIndex([.. fields], name => name == "Time");
        time = time >= 0 ? time : Array.FindIndex([.. fields], TimeNames.Contains);
        if (time < 0 || !always.Contains(time))
        {
            time = IndexOf(fields, "Timestamp");
            return always.Contains(time) ? (time, time) : (-1, -1);
        }

        var (first, last) = (time, time);
        while (first > 0 && TimeNames.Contains(fields[first - 1]) && always.Contains(first - 1))
        {
            first--;
        }

        while (last + 1 < fields.Count && TimeNames.Contains(fields[last + 1]) && always.Contains(last + 1))
        {
            last++;
        }

        return (first, last);
    }

    private static void RequireField(string setting, string? name, IReadOnlyList<string> fields, OptionFaults faults) =>
        faults.Require(name is not null && fields.Contains(name), setting, name ?? "null", $"the notation's fields are {string.Join(", ", fields)}");

    private static int IndexOf(IReadOnlyList<string> fields, string name)
    {
        for (var i = 0; i < fields.Count; i++)
        {
            if (fields[i] == name)
            {
                return i;
            }
        }

        return -1;
    }
}
