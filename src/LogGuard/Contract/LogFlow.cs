namespace LogGuard;

/// <summary>One order of steps that sessions take. Sessions that differ in the number of repetitions only are one flow.</summary>
/// <param name="Steps">The steps, in order; not empty.</param>
public sealed record LogFlow(IReadOnlyList<LogFlowStep> Steps)
{
    internal string Shape { get; } = string.Join(' ', Steps.Select(step => step.Shape));

    /// <summary>The template of the first line, by which flows are grouped into workflows.</summary>
    internal string First { get; } = FirstOf(Steps[0]);

    /// <summary>The templates of the lines in their order. A repeated part occurs twice, so that its end is seen before its beginning.</summary>
    internal IEnumerable<string> Unfold() => Steps.SelectMany(Unfold);

    /// <summary>The templates of the lines that came at level Warning or above.</summary>
    internal IEnumerable<string> Warnings => Steps.SelectMany(WarningsOf);

    private static IEnumerable<string> WarningsOf(LogFlowStep step) =>
        step.Template is null ? step.Steps.SelectMany(WarningsOf) : step.IsWarning ? [step.Template] : [];

    private static string FirstOf(LogFlowStep step) => step.Template ?? FirstOf(step.Steps[0]);

    private static IEnumerable<string> Unfold(LogFlowStep step)
    {
        string[] once = step.Template is { } template ? [template] : [.. step.Steps.SelectMany(Unfold)];
        return step.Most > 1 ? [.. once, .. once] : once;
    }
}
