using System.Globalization;

namespace LogGuard.Parsing;

/// <summary>
/// Receives the parts of one line from a format of one's own: message or template, time, level, exception, trace id, properties.
/// All texts are copied, so that they may come from the line or be made.
/// </summary>
/// <remarks>
/// One object is reused for the lines of a log. Use it only during the call that it was passed to. Nothing is kept of a line that
/// does not fit.
/// </remarks>
public sealed class LineReading
{
    private const int MaxNameLength = 256;

    // The longest number in the shortest form that reads back the same.
    private const int MaxNumberLength = 32;

    private readonly LineParts _parts;
    private StructuredLineFormat? _format;
    private LineRange _message;

    internal LineReading(LineParts parts) => _parts = parts;

    /// <summary>Sets the message. Templates are mined from it unless there is a template. The default is the template with its placeholders filled, or the line.</summary>
    /// <param name="message">The message.</param>
    public void SetMessage(ReadOnlySpan<char> message) => _message = _parts.Append(message);

    /// <summary>Sets the message template, which is an exact log key. Its placeholders are filled with properties of their names.</summary>
    /// <param name="template">The template, such as <c>Order {Id} placed</c>; empty for none.</param>
    public void SetTemplate(ReadOnlySpan<char> template) => _parts.Template = template.IsEmpty ? null : _parts.Templates.Get(template);

    /// <summary>Sets the time.</summary>
    /// <param name="time">The time when the line was written.</param>
    public void SetTime(DateTimeOffset time) => _parts.SetTimestamp(Math.Max(1, time.UtcTicks));

    /// <summary>Reads the time from any common shape of a timestamp. Without a zone, it has the format's <see cref="LineFormat.AssumedOffset"/>.</summary>
    /// <param name="text">The timestamp.</param>
    /// <returns>False if it cannot be read: the line has no time.</returns>
    public bool SetTime(ReadOnlySpan<char> text) => _format is not null && _format.TryReadTime(text, _parts);

    /// <summary>Sets the severity.</summary>
    /// <param name="severity">The severity; an undefined one is <see cref="LogSeverity.Information"/>.</param>
    public void SetSeverity(LogSeverity severity) => _parts.SetSeverity(Enum.IsDefined(severity) ? severity : LogSeverity.Information);

    /// <summary>Reads the severity from the name, abbreviation or number of a level.</summary>
    /// <param name="text">The level.</param>
    /// <returns>False if it cannot be read: the line has no level.</returns>
    public bool SetLevel(ReadOnlySpan<char> text) => StructuredLineFormat.TryReadLevel(text, _parts);

    /// <summary>Sets the exception, which is shown below the message.</summary>
    /// <param name="exception">Its text, of any number of lines.</param>
    public void SetException(ReadOnlySpan<char> exception) => _parts.Following = exception.IsEmpty ? LineRange.None : _parts.Append(exception);

    /// <summary>Sets the trace id that anomalies are shown with. For sessions, add it as a property that the format's session names.</summary>
    /// <param name="traceId">The trace id.</param>
    public void SetTraceId(ReadOnlySpan<char> traceId) => _parts.TraceId = traceId.IsEmpty ? LineRange.None : _parts.Append(traceId);

    /// <summary>Adds a property: a value of the template, or a session's id. At most 64 are kept.</summary>
    /// <param name="name">Its name; cut after 256 characters.</param>
    /// <param name="value">Its text.</param>
    public void AddProperty(ReadOnlySpan<char> name, ReadOnlySpan<char> value) =>
        _parts.AddProperty(_parts.Names.Get(name[..Math.Min(name.Length, MaxNameLength)]), _parts.Append(value));

    /// <summary>Adds a property that is a number, which is judged where the template has a placeholder for it. At most 64 are kept.</summary>
    /// <param name="name">Its name; cut after 256 characters.</param>
    /// <param name="value">Its value.</param>
    public void AddNumber(ReadOnlySpan<char> name, double value)
    {
        Span<char> text = stackalloc char[MaxNumberLength];
        value.TryFormat(text, out var length, provider: CultureInfo.InvariantCulture);
        var range = _parts.Append(text[..length]);
        _parts.AddProperty(_parts.Names.Get(name[..Math.Min(name.Length, MaxNameLength)]), range, double.IsFinite(value) ? value : double.NaN);
    }

    /// <summary>Says that the line is no event of its own: it belongs to the event before it and is shown with it.</summary>
    public void SetContinued() => _parts.Role = LineRole.Follows;

    internal void Begin(StructuredLineFormat format)
    {
        _format = format;
        _message = LineRange.None;
    }

    internal void End(ReadOnlySpan<char> line)
    {
        _format = null;
        _parts.Content = _message.Exists ? _message
            : _parts.Template is { } template ? TemplateRenderer.Render(template, _parts)
            : _parts.Append(HeaderText.Trim(line).Of(line));
    }
}
