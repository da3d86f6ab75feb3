namespace LogGuard;

/// <summary>One step of a <see cref="LogFlow"/>: a line, or a group of steps that repeats.</summary>
/// <param name="Template">The message template of the line; null for a group.</param>
/// <param name="Steps">The steps of the group, in order; empty for a line.</param>
/// <param name="Least">The smallest number of times that it came in a row, at least 1.</param>
/// <param name="Most">The largest number of times that it came in a row.</param>
/// <param name="IsWarning">Whether it came at level Warning or above. Such a line may come anywhere, so its place is not judged.</param>
public sealed record LogFlowStep(string? Template, IReadOnlyList<LogFlowStep> Steps, int Least = 1, int Most = 1, bool IsWarning = false)
{
    /// <summary>The step without its counts, by which steps are compared: equal texts are the same lines in the same order.</summary>
    internal string Shape { get; } = Template is not null
        ? LogFlowText.Quote(Template)
        : $"({string.Join(' ', Steps.Select(step => step.Shape))})";
}
