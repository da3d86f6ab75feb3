using System.Diagnostics.CodeAnalysis;
using LogGuard.Configuration;
using LogGuard.Faults;

namespace LogGuard.Parsing;

/// <summary>
/// The structure of a log's lines: the fields before the message, and the text between them. Well-known programs have a ready
/// format (<see cref="TryGet"/>); a notation describes any other (<see cref="Parse"/>).
/// </summary>
/// <remarks>Immutable and thread-safe. A line that does not fit is never lost: the whole line is its message.</remarks>
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

    /// <summary>The format without a header: the whole line is the message, and every line fits.</summary>
    public static LineFormat Plain => ReadyFormats.Plain;

    /// <summary>The name of the format, such as <c>HDFS</c>.</summary>
    public string Name { get; }

    /// <summary>The names of the fields, from left to right. The lines of a JSON format may have more.</summary>
    public IReadOnlyList<string> Fields { get; }

    /// <summary>The zone of timestamps that name none, as local time less UTC.</summary>
    public TimeSpan AssumedOffset { get; private protected set; }

    /// <summary>The session of a line if the format determines it, such as the trace id; otherwise null.</summary>
    public SessionSelector? Session { get; }

    /// <summary>Whether lines begin with the label of a labelled data set, which is excluded from learning.</summary>
    public bool HasLabel => LabelField is not null;

    /// <summary>Name of the field that holds the label; null if there is none.</summary>
    internal virtual string? LabelField => null;

    /// <summary>Whether a line may not fit: false only for the plain format.</summary>
    internal virtual bool HasHeader => true;

    /// <summary>Whether a line may have fields that <see cref="Fields"/> does not list.</summary>
    internal virtual bool HasOpenFields => false;

    /// <summary>Whether a line that does not fit may belong to the event before it: not where each line is an object.</summary>
    internal virtual bool JoinsUnfitLines => true;

    /// <summary>Whether a line is a JSON object, so that a line may hold two by mistake.</summary>
    internal virtual bool HoldsObject => false;

    /// <summary>Index of the first field of the timestamp in a notation; -1 if it is not known.</summary>
    internal virtual int TimeField => -1;

    /// <summary>Index of the level in a notation; -1 if it is not known.</summary>
    internal virtual int LevelField => -1;

    /// <summary>Number of fields that hold the timestamp together.</summary>
    internal virtual int TimeFieldCount => 1;

    /// <summary>Number of conditions that a line meets besides its fields. A notation has none: any word is a field.</summary>
    internal virtual int EvidenceCount => 0;

    /// <summary>Makes a format from loghub's notation of a header.</summary>
    /// <remarks>
    /// <c>&lt;Name&gt;</c> is a field, and everything else is the text between fields. A blank stands for one or more blanks
    /// and tabs. A backslash makes the next character literal. <c>(…)?</c> is an optional part. A field ends at the first
    /// occurrence of the text after it; the last field takes the rest, which may be empty. A level right before another field,
    /// without text between them, is one letter, as in <c>&lt;Level&gt;&lt;Date&gt;</c> for <c>I0506</c>.
    /// </remarks>
    /// <param name="notation">Such as <c>&lt;Date&gt; &lt;Time&gt; &lt;Pid&gt; &lt;Level&gt; &lt;Component&gt;: &lt;Content&gt;</c>.</param>
    /// <param name="options">Settings that the notation does not contain; null for the defaults.</param>
    /// <exception cref="ArgumentException">The notation or the options are wrong. The message names all faults.</exception>
    public static LineFormat Parse(string notation, LineFormatOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(notation);
        return HeaderFormat.Make(notation, options ?? new LineFormatOptions());
    }

    /// <summary>Makes a format of lines that are one JSON object each, from the names that a logger uses.</summary>
    /// <param name="name">The name of the format in messages.</param>
    /// <param name="fields">The names. A message or a template, and a time or a level, are needed.</param>
    /// <exception cref="ArgumentException">The name or the fields are wrong. The message names all faults.</exception>
    public static LineFormat Json(string name, JsonLineFields fields)
    {
        ArgumentNullException.ThrowIfNull(fields);
        var faults = new OptionFaults(nameof(LineFormat));
        faults.Require(!string.IsNullOrWhiteSpace(name), nameof(Name), name is null ? "null" : "empty", "it must be a name");
        fields.Check(faults);
        faults.ThrowIfAny();
        return new JsonFieldFormat(name!, fields.Copy());
    }

    /// <summary>Makes a format from a function that reads a line; see <see cref="StructuredLineFormat"/> for a class of one's own.</summary>
    /// <param name="name">The name of the format in messages.</param>
    /// <param name="read">Reads a line. Several threads may call it for several logs. A line for which it throws does not fit.</param>
    /// <param name="session">The session of a line: a property, or a pattern in the message; null if lines name none.</param>
    /// <exception cref="ArgumentException">The name is empty.</exception>
    public static LineFormat Create(string name, LineReader read, SessionSelector? session = null)
    {
        ArgumentNullException.ThrowIfNull(read);
        return new DelegateLineFormat(name, read, session);
    }

    /// <summary>
    /// The same format of a container's log, such as <c>Docker</c> or <c>Cri</c>, with a format for the lines within it. Without one,
    /// the first ready format that they fit is taken. By name it is <c>Docker/Logback</c>.
    /// </summary>
    /// <param name="inner">The format of the lines within.</param>
    /// <exception cref="ArgumentException">This format is not that of a container's log.</exception>
    public LineFormat Containing(LineFormat inner)
    {
        ArgumentNullException.ThrowIfNull(inner);
        var faults = new OptionFaults(nameof(LineFormat));
        faults.Require(this is ContainerFormat, nameof(Name), $"\"{Name}\"", "it must be Docker or Cri, whose lines hold lines of another format");
        faults.ThrowIfAny();
        return ((ContainerFormat)this).With(inner);
    }

    /// <summary>Finds a ready format by name. Case, blanks, hyphens, underscores and dots are ignored.</summary>
    public static bool TryGet(string name, [NotNullWhen(true)] out LineFormat? format)
    {
        ArgumentNullException.ThrowIfNull(name);
        return ReadyFormats.TryGet(name, out format);
    }

    /// <summary>
    /// Finds the ready format that fits the lines of a log best, as <see cref="TextLogOptions.Format"/> does by default.
    /// </summary>
    /// <param name="sample">Lines of the log, such as the first ones; the first 200 are read.</param>
    /// <returns>The format; <see cref="Plain"/> if none fits the larger part of the lines.</returns>
    public static LineFormat Detect(IEnumerable<string> sample)
    {
        ArgumentNullException.ThrowIfNull(sample);
        var best = FormatDetector.FindBest(sample);
        return best.IsConvincing ? best.Format : Plain;
    }

    /// <summary>The same format for a log whose timestamps have no zone and are not in UTC.</summary>
    /// <param name="offset">Local time less UTC, -18 to +18 hours.</param>
    /// <exception cref="ArgumentException">The offset is out of range.</exception>
    public LineFormat WithAssumedOffset(TimeSpan offset)
    {
        var faults = new OptionFaults(nameof(LineFormat));
        faults.RequireRange(nameof(AssumedOffset), offset, -MaxOffset, MaxOffset);
        faults.ThrowIfAny();
        return WithOffsetCore(offset);
    }

    /// <summary>The same format for lines without their label; this one if it has no label.</summary>
    public virtual LineFormat WithoutLabel() => this;

    /// <summary>
    /// Splits one line, for tools that process lines themselves. A detector's <c>ReadLinesAsync</c> does it without
    /// allocations. A timestamp without a year is read as the time nearest to the present.
    /// </summary>
    /// <param name="line">The line, without its line end. Escape sequences of colours are ignored.</param>
    public LogLine Split(string line)
    {
        ArgumentNullException.ThrowIfNull(line);
        line = AnsiText.Strip(line);
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

    /// <summary>Finds the parts of one line. Never throws.</summary>
    /// <returns>False if the line does not fit: all of it except its label is content.</returns>
    internal bool TrySplit(ReadOnlySpan<char> line, LineParts parts)
    {
        parts.Begin(Fields.Count);
        if (Split(line, parts))
        {
            return true;
        }

        var role = parts.Role;
        parts.Begin(Fields.Count);
        parts.Role = role;
        var content = HeaderText.Trim(line);
        if (HasLabel)
        {
            // The label is removed even if nothing else fits: it must never be learnt from.
            var length = HeaderText.IndexOfBlank(content.Of(line));
            var label = content with { Length = length < 0 ? content.Length : length };
            parts.Label = label;
            content = HeaderText.Trim(line, label.End, content.End);
        }

        parts.Content = content;

        // It may be a line of another log in the same file, whose time and level count.
        LineStart.Read(content.Of(line), AssumedOffset, parts);
        return false;
    }

    private protected abstract bool Split(ReadOnlySpan<char> line, LineParts parts);

    private protected abstract LineFormat WithOffsetCore(TimeSpan offset);

    private protected bool TryReadTimestamp(ReadOnlySpan<char> text, LineParts parts)
    {
        if (!TimestampText.TryParse(text, AssumedOffset, parts.Reference, out var ticks, out _, out _))
        {
            return false;
        }

        parts.SetTimestamp(ticks);
        return true;
    }

    /// <summary>Reads the timestamp that a text begins with, however many blanks are in it.</summary>
    /// <param name="text">The text.</param>
    /// <param name="parts">Receives the time, if there is one: 30 February has a length but no time.</param>
    /// <param name="length">Its length.</param>
    /// <param name="hasClock">Whether it has a time of day.</param>
    private protected bool TryReadStamp(ReadOnlySpan<char> text, LineParts parts, out int length, out bool hasClock)
    {
        var isShape = TimestampText.TryReadPrefix(text, AssumedOffset, parts.Reference, out var prefix);
        if (prefix.IsRead)
        {
            parts.SetTimestamp(prefix.UtcTicks);
        }

        (length, hasClock) = (prefix.Length, prefix.HasClock);
        return isShape;
    }

    private protected static bool TryReadSeverity(ReadOnlySpan<char> text, LineParts parts)
    {
        if (!LevelText.TryRead(text, out var severity))
        {
            return false;
        }

        parts.SetSeverity(severity);
        return true;
    }
}
