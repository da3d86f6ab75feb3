namespace LogGuard.Sequences;

/// <summary>The captured part of a line from an integration without a filter of its own.</summary>
/// <param name="Template">Its message template.</param>
/// <param name="Text">The visible text of the line.</param>
/// <param name="Category">The part of the application that logged it.</param>
/// <param name="TraceId">Its trace id.</param>
/// <param name="Names">Names of its numbers.</param>
/// <param name="Numbers">The numbers.</param>
internal sealed record FilteredLine(string Template, string Text, string? Category, string? TraceId, string[] Names, double[] Numbers);
