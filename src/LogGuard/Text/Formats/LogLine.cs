using LogGuard.Primitives;

namespace LogGuard.Parsing;

/// <summary>The parts of one line of a text log. Immutable.</summary>
public sealed record LogLine
{
    /// <summary>Whether the line fits the format. If not, the whole line is content.</summary>
    public required bool Fits { get; init; }

    /// <summary>The message, from which templates are mined.</summary>
    public required string Content { get; init; }

    /// <summary>The template as the programmer wrote it, if the line carries it, as compact JSON does; otherwise null.</summary>
    public string? Template { get; init; }

    /// <summary>The time when the line was written; null if it has none.</summary>
    public DateTimeOffset? Timestamp { get; init; }

    /// <summary>The severity of the line; null if it has none.</summary>
    public LogSeverity? Severity { get; init; }

    /// <summary>The header's fields by name, without those that the line lacks.</summary>
    public required IReadOnlyDictionary<string, string> Fields { get; init; }

    /// <summary>Returns the message.</summary>
    public override string ToString() => PlainText.Escape(Content);
}
