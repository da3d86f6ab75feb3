using LogGuard.Configuration;
using LogGuard.Faults;

namespace LogGuard.Parsing;

/// <summary>A format in loghub's notation. Splitting a line is a single pass and allocates nothing.</summary>
internal sealed class HeaderFormat : LineFormat
{
    private static readonly string[] TimeNames = ["Date", "Time", "Month", "Day", "Year", "Offset", "Zone"];
    internal static readonly string[] LevelNames = ["Level", "Severity"];
    private static readonly string[] ContentNames = ["Content", "Message"];

    private readonly string _notation;
    private readonly HeaderSplitter[] _splitters;

    private HeaderFormat(
        string name, string notation, IReadOnlyList<string> fields, HeaderSplitter[] splitters, TimeSpan assumedOffset, SessionSelector? session)
        : base(name, fields, assumedOffset, session)
    {
        _notation = notation;
        _splitters = splitters;
    }

    internal override string? LabelField => Layout.Label < 0 ? null : Fields[Layout.Label];

    // Without a timestamp or a level, the number of blanks is the only condition.
    internal override bool HasHeader => Fields.Count > 1;

    internal override int TimeField => Layout.FirstTime;

    internal override int LevelField => Layout.Level;

    internal override int TimeFieldCount => Layout.FirstTime < 0 ? 0 : Layout.LastTime - Layout.FirstTime + 1;

    private HeaderLayout Layout => _splitters[0].Layout;

    /// <summary>Makes a format.</summary>
    /// <param name="notation">The notation of its header.</param>
    /// <param name="options">The settings.</param>
    /// <param name="adjust">Changes the meaning of fields; null to leave it as the names say.</param>
    /// <param name="others">Further notations that the program writes, tried in their order where the ones before do not fit.</param>
    /// <exception cref="ArgumentException">The notation or the options are wrong.</exception>
    public static HeaderFormat Make(
        string notation, LineFormatOptions options, Func<Func<string, int>, HeaderLayout, HeaderLayout>? adjust = null, params string[] others)
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

        var splitters = new List<HeaderSplitter> { new(read.Tokens, layout) };
        var fields = read.Fields;
        foreach (var other in others)
        {
            var further = HeaderNotation.Read(other, faults, fields);
            splitters.Add(new HeaderSplitter(further.Tokens, LayOut(further, options, faults) with { RequireLevel = true }));
            fields = further.Fields;
            faults.ThrowIfAny();
        }

        return new HeaderFormat(options.Name, notation, fields, [.. splitters], options.AssumedOffset, options.Session);
    }

    /// <inheritdoc/>
    public override LineFormat WithoutLabel()
    {
        if (Layout.Label < 0)
        {
            return this;
        }

        // The label is the first field, as the constructor has checked.
        var notation = _notation[(_notation.IndexOf('>') + 1)..].TrimStart(' ');
        var read = HeaderNotation.Read(notation, new OptionFaults(nameof(LineFormat)));
        static int Less(int index) => Math.Max(index - 1, -1);
        var layout = Layout with
        {
            FirstTime = Less(Layout.FirstTime),
            LastTime = Less(Layout.LastTime),
            Decimals = Less(Layout.Decimals),
            Level = Less(Layout.Level),
            Content = Less(Layout.Content),
            Label = -1,
        };
        return new HeaderFormat(Name, notation, read.Fields, [new HeaderSplitter(read.Tokens, layout)], AssumedOffset, Session);
    }

    internal bool TryReadTime(ReadOnlySpan<char> text, LineParts parts, bool needsDate, out bool hasClock, out bool hasDate)
    {
        if (!TimestampText.TryParse(text, AssumedOffset, parts.Reference, out var ticks, out hasClock, out hasDate))
        {
            return false;
        }

        if (hasDate || !needsDate)
        {
            parts.SetTimestamp(ticks);
        }

        return true;
    }

    internal bool TryReadPrefix(ReadOnlySpan<char> text, LineParts parts, out TimestampText.StampPrefix prefix) =>
        TimestampText.TryReadPrefix(text, AssumedOffset, parts.Reference, out prefix);

    internal static bool TryReadLevel(ReadOnlySpan<char> text, LineParts parts) => TryReadSeverity(text, parts);

    private protected override LineFormat WithOffsetCore(TimeSpan offset) =>
        new HeaderFormat(Name, _notation, Fields, _splitters, offset, Session);

    private protected override bool Split(ReadOnlySpan<char> line, LineParts parts)
    {
        var whole = HeaderText.Trim(line);
        var text = line[..whole.End];
        if (_splitters[0].TrySplit(text, whole.Start, parts, this))
        {
            return true;
        }

        for (var i = 1; i < _splitters.Length; i++)
        {
            parts.Begin(Fields.Count);
            if (_splitters[i].TrySplit(text, whole.Start, parts, this))
            {
                return true;
            }
        }

        return false;
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
            NeedsDate = lastTime > firstTime && fields[firstTime] is "Date" or "Month",
            Level = level,
            Content = content,
            Label = label,
            RequireTimestamp = options.RequireTimestamp,
        };

        int Named(string setting, string? name, string[] usual)
        {
            if (name is null)
            {
                return usual.Select(usualName => Array.IndexOf([.. fields], usualName)).FirstOrDefault(index => index >= 0, -1);
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
            time = Array.IndexOf([.. fields], "Timestamp");
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
        faults.Require(name is not null && IndexOf(fields, name) >= 0, setting, name ?? "null", $"the notation's fields are {string.Join(", ", fields)}");

    // A name that differs only in case is taken where no field has the exact one, as in every setting that names a field.
    internal static int IndexOf(IReadOnlyList<string> fields, string name)
    {
        var found = -1;
        for (var i = 0; i < fields.Count; i++)
        {
            if (fields[i] == name)
            {
                return i;
            }

            found = found < 0 && fields[i].Equals(name, StringComparison.OrdinalIgnoreCase) ? i : found;
        }

        return found;
    }
}
