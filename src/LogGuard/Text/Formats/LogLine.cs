namespace LogGuard.Parsing;

/// <summary>The parts of one line of a text log. Immutable.</summary>
public sealed record LogLine
{
    /// <summary>Whether the line is built as the format says. Where it is not, all of it is content.</summary>
    public required bool Fits { get; init; }

    /// <summary>The message, which is what templates are mined from.</summary>
    public required string Content { get; init; }

    /// <summary>The template as the programmer wrote it, where the line carries it, as compact JSON does; else null.</summary>
    public string? Template { get; init; }

    /// <summary>When it was written; null where it does not say.</summary>
    public DateTimeOffset? Timestamp { get; init; }

    /// <summary>How severe it is; null where it does not say.</summary>
    public LogSeverity? Severity { get; init; }

    /// <summary>The header's fields by their names; those that the line lacks are left out.</summary>
    public required IReadOnlyDictionary<string, string> Fields { get; init; }
}
