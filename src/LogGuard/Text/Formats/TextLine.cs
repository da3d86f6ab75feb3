namespace LogGuard.Parsing;

/// <summary>An event read from text, with everything to show it and read its values.</summary>
/// <param name="text">The event as in the log, without a label.</param>
/// <param name="content">The range of its message in the text.</param>
internal sealed class TextLine(string text, Range content)
{
    public string Text { get; } = text;

    /// <summary>The range of its message in the text.</summary>
    public Range ContentRange => content;

    public ReadOnlySpan<char> Content => Text.AsSpan(content);

    /// <summary>The mined template's id; 0 without one.</summary>
    public int Template { get; init; }

    /// <summary>The template as the programmer wrote it, if the line carries it; otherwise null.</summary>
    public string? Written { get; init; }

    /// <summary>The numbers of its variables by their places, if the text is not as logged; otherwise null.</summary>
    public double[]? Places { get; init; }

    /// <summary>Its trace id; null if it has none.</summary>
    public string? TraceId { get; init; }

    /// <summary>The numeric properties of a line with properties; otherwise empty.</summary>
    public IReadOnlyList<(string Name, double Value)> Numbers { get; init; } = [];

    /// <summary>The short texts among the properties of a line with properties, if they are read; otherwise empty.</summary>
    public IReadOnlyList<(string Name, string Text)> Texts { get; init; } = [];

    /// <summary>Whether values were removed from the line, so that its words may not be what was logged.</summary>
    public bool IsFiltered { get; init; }
}
