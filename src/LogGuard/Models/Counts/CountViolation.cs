namespace LogGuard.Models.Counts;

/// <summary>A broken rule on key counts.</summary>
/// <param name="Constraint">The rule.</param>
/// <param name="Value">The count, or difference of counts, that it does not allow.</param>
internal readonly record struct CountViolation(CountConstraint Constraint, int Value);
