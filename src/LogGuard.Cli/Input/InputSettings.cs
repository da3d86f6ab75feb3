namespace LogGuard.Cli.Input;

/// <summary>The logs of a command and how they are read.</summary>
/// <param name="Files">The arguments that name files.</param>
/// <param name="Format">Name or notation of the format; null if it was not given.</param>
internal sealed record InputSettings(IReadOnlyList<string> Files, string? Format)
{
    /// <summary>The field that names the session; null if it was not given.</summary>
    public string? SessionField { get; init; }

    /// <summary>The pattern that finds the session; null if it was not given.</summary>
    public string? SessionPattern { get; init; }

    /// <summary>Whether each line is an event, also one that continues another.</summary>
    public bool IsLineByLine { get; init; }
}
