using System.Diagnostics.CodeAnalysis;
using LogGuard.Configuration;
using LogGuard.Faults;

namespace LogGuard.Parsing;

/// <summary>
/// How the lines of a log are built: which fields stand before the message, and what stands between them. Known
/// programs have one ready (<see cref="TryGet"/>); for all others there is a notation (<see cref="Parse"/>).
/// </summary>
/// <remarks>
/// Immutable, and any thread may use it. A line that does not fit is never lost: all of it is the message then.
/// </remarks>
public abstract class LineFormat
{
    internal static readonly TimeSpan MaxOffset = TimeSpan.FromHours(18);

    private protected LineFormat(string name, IReadOnlyList<string> fields, TimeSpan assumedOffset, SessionSelector? session)
    {
        Name = name;
        Fields = fields;
        AssumedOffset = assumedOffset;
        Session = session;
    }

    /// <summary>All ready formats, by name.</summary>
    public static IReadOnlyList<LineFormat> Known => ReadyFormats.All;

    /// <summary>The format that takes the whole line as the message: no timestamp, no level, nothing to fit.</summary>
    public static LineFormat Plain => ReadyFormats.Plain;

    /// <summary>What the format is called, such as <c>HDFS</c>.</summary>
    public string Name { get; }

    /// <summary>The names of the fields, from left to right; a JSON format has further ones that differ from line to line.</summary>
    public IReadOnlyList<string> Fields { get; }

    /// <summary>The zone of timestamps that name none, as local time less UTC.</summary>
    public TimeSpan AssumedOffset { get; }

    /// <summary>What names the session of a line where that is plain from the format, such as the trace id; else null.</summary>
    public SessionSelector? Session { get; }

    /// <summary>Whether lines begin with the label of a labelled data set, which is kept out of all that is learned.</summary>
    public bool HasLabel => LabelField is not null;

    /// <summary>Name of the field that holds the label; null where there is none.</summary>
    internal virtual string? LabelField => null;

    /// <summary>Whether a line can fail to fit: false for the plain format, which takes every line.</summary>
    internal virtual bool HasHeader => true;

    /// <summary>Whether fields may come that <see cref="Fields"/> does not list.</summary>
    internal virtual bool HasOpenFields => false;

    /// <summary>Lines that the header and the message take together: two where the message stands on a line of its own.</summary>
    internal virtual int HeadLineCount => 1;

    /// <summary>Makes a format from loghub's notation of a header.</summary>
    /// <remarks>
    /// <c>&lt;Name&gt;</c> is a field, and everything else the text between fields. A blank stands for any number of
    /// blanks and tabs; a backslash takes the next character as it is; <c>(…)?</c> is a part that may be missing. A field
    /// reaches to the first place where the text after it stands, and the last one takes the rest, which may be nothing.
    /// </remarks>
    /// <param name="notation">Such as <c>&lt;Date&gt; &lt;Time&gt; &lt;Pid&gt; &lt;Level&gt; &lt;Component&gt;: &lt;Content&gt;</c>.</param>
    /// <param name="options">What the notation does not say; null for the defaults.</param>
    /// <exception cref="ArgumentException">The notation or the options are wrong; the message says all that is.</exception>
    public static LineFormat Parse(string notation, LineFormatOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(notation);
        return HeaderFormat.Make(notation, options ?? new LineFormatOptions());
    }

    /// <summary>Finds a ready format. Upper and lower case, blanks, hyphens, underscores and dots make no difference.</summary>
    public static bool TryGet(string name, [NotNullWhen(true)] out LineFormat? format)
    {
        ArgumentNullException.ThrowIfNull(name);
        return ReadyFormats.TryGet(name, out format);
    }

    /// <summary>The same format for a log whose timestamps name no zone and are not in UTC.</summary>
    /// <param name="offset">Local time less UTC, -18 to +18 hours.</param>
    /// <exception cref="ArgumentException">The offset is out of range.</exception>
    public LineFormat WithAssumedOffset(TimeSpan offset)
    {
        var faults = new OptionFaults(nameof(LineFormat));
        faults.RequireRange(nameof(AssumedOffset), offset, -MaxOffset, MaxOffset);
        faults.ThrowIfAny();
        return WithOffsetCore(offset);
    }

    /// <summary>The same format for lines whose label has been cut off already; itself where it has no label.</summary>
    public virtual LineFormat WithoutLabel() => this;

    /// <summary>
    /// Splits one line, for tools that look at lines themselves; a detector's <c>ReadLinesAsync</c> does it without making
    /// objects. Stamps without a year are read as the time nearest to now.
    /// </summary>
    /// <param name="line">The line, without its line end.</param>
    public LogLine Split(string line)
    {
        ArgumentNullException.ThrowIfNull(line);
        var parts = new LineParts();
        var fits = TrySplit(line, parts);
        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var i = 0; i < Fields.Count; i++)
        {
            if (parts.Field(i).Exists)
            {
                fields[Fields[i]] = parts.Slice(line, parts.Field(i)).ToString();
            }
        }

        for (var i = 0; i < parts.PropertyCount; i++)
        {
            fields[parts.Property(i).Name] = parts.Slice(line, parts.Property(i).Value).ToString();
        }

        return new LogLine
        {
            Fits = fits,
            Content = parts.ContentOf(line).ToString(),
            Template = parts.Template,
            Timestamp = parts.HasTimestamp ? new DateTimeOffset(parts.TimestampTicks, TimeSpan.Zero) : null,
            Severity = parts.HasSeverity ? parts.Severity : null,
            Fields = fields,
        };
    }

    /// <inheritdoc/>
    public override string ToString() => Name;

    /// <summary>Finds the parts of one line. Never throws, whatever the line holds.</summary>
    /// <returns>False where the line does not fit: all of it is content then, less its label.</returns>
    internal bool TrySplit(ReadOnlySpan<char> line, LineParts parts)
    {
        parts.Begin(Fields.Count);
        if (Split(line, parts))
        {
            return true;
        }

        parts.Begin(Fields.Count);
        var content = HeaderText.Trim(line);
        if (HasLabel)
        {
            // Cut off even where nothing else is as it should be: a label must not be learned from.
            var length = HeaderText.IndexOfBlank(content.Of(line));
            var label = content with { Length = length < 0 ? content.Length : length };
            parts.Label = label;
            content = HeaderText.Trim(line, label.End, content.End);
        }

        parts.Content = content;
        return false;
    }

    private protected abstract bool Split(ReadOnlySpan<char> line, LineParts parts);

    private protected abstract LineFormat WithOffsetCore(TimeSpan offset);

    private protected bool TryReadTimestamp(ReadOnlySpan<char> text, LineParts parts)
    {
        if (!TimestampText.TryParse(text, AssumedOffset, parts.Reference.Ticks, parts.Reference.IsSeen, out var ticks))
        {
            return false;
        }

        parts.SetTimestamp(ticks);
        return true;
    }

    private protected static bool TryReadSeverity(ReadOnlySpan<char> text, LineParts parts)
    {
        if (!SeverityText.TryParse(text, out var severity))
        {
            return false;
        }

        parts.SetSeverity(severity);
        return true;
    }
}
