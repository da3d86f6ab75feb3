using LogGuard.Models.Counts;

namespace LogGuard.Detection;

/// <summary>What the models found wrong, before it is put into words.</summary>
/// <param name="Kind">What is wrong.</param>
/// <param name="Surprise">−log2 of its probability, in bits.</param>
/// <param name="Violation">The broken rule on counts; null where the counts are not what is wrong.</param>
/// <param name="HidesWindow">
/// Nothing is wrong, because it was marked normal, but no model has learnt the key: windows that hold it say nothing.
/// </param>
internal readonly record struct Verdict(AnomalyKind Kind, double Surprise, CountViolation? Violation = null, bool HidesWindow = false);
