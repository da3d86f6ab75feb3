namespace LogGuard.Parsing;

/// <summary>An event read from text, as far as an anomaly has to show it and its values have to be read.</summary>
/// <param name="text">The event as it stands in the log, a label left out.</param>
/// <param name="content">Where its message lies in the text.</param>
internal sealed class TextLine(string text, Range content)
{
    public string Text { get; } = text;

    public ReadOnlySpan<char> Content => Text.AsSpan(content);

    /// <summary>The mined template's id; 0 where there is none.</summary>
    public int Template { get; init; }

    /// <summary>The template as the programmer wrote it, where the line carries it; else null.</summary>
    public string? Written { get; init; }

    /// <summary>The numbers among its variables by their places, where its text is not what was logged; else null.</summary>
    public double[]? Places { get; init; }

    /// <summary>Its trace id; null where it has none.</summary>
    public string? TraceId { get; init; }

    /// <summary>The properties that are numbers, where the line carries properties; else empty.</summary>
    public IReadOnlyList<(string Name, double Value)> Numbers { get; init; } = [];
}
