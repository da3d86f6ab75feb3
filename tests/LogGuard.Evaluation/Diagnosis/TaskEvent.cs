namespace LogGuard.EvaluationRuns.Diagnosis;

/// <summary>One line of a generated session.</summary>
/// <param name="Template">Its template.</param>
/// <param name="Seconds">How long the step takes that it begins: the time until the next line.</param>
/// <param name="Group">Number of the concurrent group that it is in; its own where it is in none.</param>
/// <param name="IsFixed">Whether every session with its neighbours has it just once.</param>
internal sealed record TaskEvent(string Template, double Seconds, int Group, bool IsFixed = true);
