namespace LogGuard.Parsing;

/// <summary>
/// Reads the lines of one log to events, for tools that process a log themselves. It applies the rules of a detector's
/// <c>ReadLinesAsync</c>: lines of a stack trace belong to the event before them, and earlier lines tell about later ones, such as the
/// columns of a W3C log.
/// </summary>
/// <remarks>
/// The next event's first line ends an event, so each is returned one line late, and the last one by <see cref="Flush"/>. The parts of
/// an event are valid until the next call. Allocates nothing per line. For one thread at a time.
/// </remarks>
/// <example>
/// <code>
/// var reader = new LogEventReader(LineFormat.Plain);
/// foreach (var line in File.ReadLines("app.log"))
/// {
///     if (reader.Add(line)) { miner.Learn(reader.Content); }
/// }
/// </code>
/// </example>
public sealed class LogEventReader
{
    private readonly LineFormat _format;
    private readonly EventJoiner _joiner;
    private MultiLineEvent? _event;

    /// <summary>Creates a reader for one log.</summary>
    /// <param name="format">The format of its lines.</param>
    /// <param name="rule">The rule by which lines are joined; null for the defaults.</param>
    /// <exception cref="ArgumentException">The rule is wrong; the message names every fault.</exception>
    public LogEventReader(LineFormat format, MultiLineRule? rule = null)
    {
        ArgumentNullException.ThrowIfNull(format);
        _format = format;
        _joiner = new EventJoiner(format, rule);
    }

    /// <summary>Number of events begun so far.</summary>
    public long EventCount => _joiner.EventCount;

    /// <summary>Number of events whose first line does not fit the format.</summary>
    public long UnparsedCount => _joiner.UnfitCount;

    /// <summary>Number of lines that belong to the event before them, and of blank lines.</summary>
    public long JoinedCount => _joiner.JoinedLineCount;

    /// <summary>Whether the event's first line fits the format. If not, the whole line is its message.</summary>
    public bool Fits => _event?.Fits == true;

    /// <summary>The message, from which a template is mined; empty if there is no event.</summary>
    public ReadOnlySpan<char> Content => _event is { } read ? read.Content : default;

    /// <summary>The template as the programmer wrote it, if the line carries one; otherwise null.</summary>
    public string? Template => _event?.Parts.Template;

    /// <summary>When the line was written, in UTC; null if it tells no time.</summary>
    public DateTimeOffset? Timestamp => _event is { Parts.HasTimestamp: true } read ? new DateTimeOffset(read.Parts.TimestampTicks, TimeSpan.Zero) : null;

    /// <summary>The level; null if the line has none.</summary>
    public LogSeverity? Severity => _event is { Parts.HasSeverity: true } read ? read.Parts.Severity : null;

    /// <summary>Takes the next line.</summary>
    /// <param name="line">The line without its line end; it is copied.</param>
    /// <returns>Whether the event before the line is complete; its parts can then be read.</returns>
    public bool Add(ReadOnlySpan<char> line) => _joiner.Add(line, out _event);

    /// <summary>Ends the last event, at the end of the log.</summary>
    /// <returns>Whether there is one; its parts can then be read.</returns>
    public bool Flush() => _joiner.Flush(out _event);

    /// <summary>Reads a field of the format, or a property of a JSON line.</summary>
    /// <param name="name">Its name; case counts.</param>
    /// <param name="value">The text; empty if the event has no such field.</param>
    public bool TryGetField(string name, out ReadOnlySpan<char> value)
    {
        ArgumentNullException.ThrowIfNull(name);
        value = default;
        if (_event is not { } read)
        {
            return false;
        }

        for (var i = 0; i < _format.Fields.Count; i++)
        {
            if (_format.Fields[i] == name && read.Parts.Field(i).Exists)
            {
                value = read.Parts.Slice(read.Head, read.Parts.Field(i));
                return true;
            }
        }

        if (!read.Parts.TryGetProperty(name, out var property))
        {
            return false;
        }

        value = read.Parts.Slice(read.Head, property.Value);
        return true;
    }
}
