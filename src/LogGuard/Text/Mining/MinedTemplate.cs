using LogGuard.Primitives;

namespace LogGuard.Parsing;

/// <summary>A template as it was at the time of the call. Immutable.</summary>
public sealed record MinedTemplate
{
    /// <summary>Its id: from 1, never changed and never reused.</summary>
    public required int Id { get; init; }

    /// <summary>The name that was given to it; null without one.</summary>
    public string? Name { get; init; }

    /// <summary>
    /// Its words, separated by single blanks, with <c>&lt;int&gt;</c> and the like for variables of a known type and
    /// <c>&lt;*&gt;</c> for others.
    /// </summary>
    public required string Text { get; init; }

    /// <summary>Further forms of the same event: merged by hand, or a JSON object with other names; usually none.</summary>
    public required IReadOnlyList<string> OtherTexts { get; init; }

    /// <summary>Number of lines learnt.</summary>
    public required long Count { get; init; }

    /// <summary>Its first line, cut to 256 characters.</summary>
    public required string Example { get; init; }

    /// <summary>The types of its variables seen so far, in the order of <see cref="Text"/>.</summary>
    public required IReadOnlyList<ParameterType> Parameters { get; init; }

    /// <summary>Whether detection leaves it as it is.</summary>
    public required bool IsSettled { get; init; }

    /// <summary>The template with its id.</summary>
    public override string ToString() => $"{Id}: {PlainText.Escape(Name ?? Text)}";
}
