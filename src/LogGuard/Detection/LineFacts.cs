using LogGuard.Sequences;

namespace LogGuard.Detection;

/// <summary>
/// Reads from the line of an anomaly what its integration knows of it. A part whose reading throws is left out: an anomaly with
/// less is still reported.
/// </summary>
internal static class LineFacts
{
    /// <summary>Length at which lines are cut: an anomaly may wait in a queue with a thousand others.</summary>
    internal const int LineLimit = 4096;

    // A line with more, or longer, properties carries data rather than facts. Together they take no more than a line.
    internal const int PropertyLimit = 32;
    internal const int TextLimit = 256;

    /// <summary>The line as a person reads it; its template if it could not be rendered.</summary>
    public static string Render(in LogRecord record, string template) =>
        Read(record, static (renderer, line) => renderer.Render(line)) is { } text ? Wording.Cut(text, LineLimit) : template;

    public static string? TraceId(in LogRecord record) => Read(record, static (renderer, line) => renderer.GetTraceId(line));

    public static string? Category(in LogRecord record) =>
        Read(record, static (renderer, line) => renderer.GetCategory(line)) is { Length: > 0 } category ? Wording.Cut(category, TextLimit) : null;

    public static LogEventId? EventId(in LogRecord record) => Read(record, static (renderer, line) => renderer.GetEventId(line));

    public static ExceptionDetail? Exception(in LogRecord record) => Read(record, static (renderer, line) => renderer.GetException(line));

    public static IReadOnlyDictionary<string, string> Properties(in LogRecord record)
    {
        if (Read(record, static (renderer, line) => renderer.GetPropertyNames(line)) is not { Count: > 0 } names)
        {
            return Anomaly.NoProperties;
        }

        var properties = new Dictionary<string, string>(Math.Min(names.Count, PropertyLimit), StringComparer.Ordinal);
        var length = 0;
        for (var i = 0; i < names.Count && properties.Count < PropertyLimit; i++)
        {
            var name = names[i];
            if (name is null || Read(record, (renderer, line) => renderer.GetText(line, name)) is not { } text)
            {
                continue;
            }

            (name, text) = (Wording.Cut(name, TextLimit), Wording.Cut(text, TextLimit));
            length += name.Length + text.Length;
            if (length > LineLimit)
            {
                break;
            }

            properties[name] = text;
        }

        return properties;
    }

    private static T? Read<T>(in LogRecord record, Func<LineRenderer, object, T?> read)
    {
        if (record.Line is null || record.Renderer is null)
        {
            return default;
        }

        try
        {
            return read(record.Renderer, record.Line);
        }
        catch (Exception)
        {
            // The value of the application's own type failed.
            return default;
        }
    }
}
