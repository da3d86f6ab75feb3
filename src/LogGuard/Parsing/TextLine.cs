namespace LogGuard.Parsing;

/// <summary>An event read from text, as far as an anomaly has to show it and its values have to be read.</summary>
/// <param name="text">The event as it stands in the log, a label left out.</param>
/// <param name="content">Where its message lies in the text.</param>
/// <param name="template">The mined template's id; 0 where there is none.</param>
/// <param name="written">The template as the programmer wrote it, where the line carries it; else null.</param>
/// <param name="traceId">Its trace id; null where it has none.</param>
internal sealed class TextLine(string text, Range content, int template, string? written, string? traceId)
{
    public string Text { get; } = text;

    public ReadOnlySpan<char> Content => Text.AsSpan(content);

    public int Template { get; } = template;

    public string? Written { get; } = written;

    public string? TraceId { get; } = traceId;
}
