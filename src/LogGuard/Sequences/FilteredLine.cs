namespace LogGuard.Sequences;

/// <summary>What was taken of a line of a door that has no filter of its own.</summary>
/// <param name="Template">Its message template.</param>
/// <param name="Text">The line as far as it is shown.</param>
/// <param name="Category">The part of the application that logged it.</param>
/// <param name="TraceId">Its trace id.</param>
/// <param name="Names">Names of its numbers.</param>
/// <param name="Numbers">The numbers.</param>
internal sealed record FilteredLine(string Template, string Text, string? Category, string? TraceId, string[] Names, double[] Numbers);
