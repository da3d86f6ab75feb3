namespace LogGuard.Sequences;

/// <summary>The captured part of a line from an integration without a filter of its own.</summary>
/// <param name="Template">Its message template.</param>
/// <param name="Text">The visible text of the line.</param>
/// <param name="Category">The part of the application that logged it.</param>
/// <param name="TraceId">Its trace id.</param>
/// <param name="Names">Names of its numbers.</param>
/// <param name="Numbers">The numbers.</param>
internal sealed record FilteredLine(string Template, string Text, string? Category, string? TraceId, string[] Names, double[] Numbers)
{
    /// <summary>Its event id.</summary>
    public LogEventId? EventId { get; init; }

    /// <summary>Its exception, without messages if these are not captured.</summary>
    public ExceptionDetail? Exception { get; init; }

    /// <summary>The captured properties that an anomaly shows, by name; null for the numbers alone.</summary>
    public KeyValuePair<string, string>[]? Texts { get; init; }
}
