namespace LogGuard.Parsing;

/// <summary>A template as it was when asked for. Immutable.</summary>
public sealed record MinedTemplate
{
    /// <summary>Its id: from 1, never changed and never reused.</summary>
    public required int Id { get; init; }

    /// <summary>The name that was given to it; null without one.</summary>
    public string? Name { get; init; }

    /// <summary>Its words, joined by single blanks, with <c>&lt;int&gt;</c> and the like for variables whose type is known, else <c>&lt;*&gt;</c>.</summary>
    public required string Text { get; init; }

    /// <summary>Further forms of the same event, which were merged into it by hand; usually none.</summary>
    public required IReadOnlyList<string> OtherTexts { get; init; }

    /// <summary>Number of lines that were learnt from.</summary>
    public required long Count { get; init; }

    /// <summary>Its first line, cut to 256 characters.</summary>
    public required string Example { get; init; }

    /// <summary>Types of its variables in their order, as seen so far in <see cref="Text"/>.</summary>
    public required IReadOnlyList<ParameterType> Parameters { get; init; }

    /// <summary>True where detection leaves it as it is.</summary>
    public required bool IsSettled { get; init; }

    /// <summary>The template with its id, as a list would show it.</summary>
    public override string ToString() => $"{Id}: {Name ?? Text}";
}
