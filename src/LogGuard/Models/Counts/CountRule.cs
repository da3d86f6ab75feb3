namespace LogGuard.Models.Counts;

/// <summary>One side of a constraint, or a whole tie, that training may use, with what it would cost.</summary>
/// <param name="Key">The key.</param>
/// <param name="Partner">The key that it is tied to; 0 for none.</param>
/// <param name="Sides">The sides that are judged.</param>
/// <param name="UnseenShare">The estimated share of normal sessions that would break it, 0..1.</param>
/// <param name="Support">Number of sessions that could have broken it and did not.</param>
/// <param name="IsEquality">Whether the two keys always came equally often.</param>
internal readonly record struct CountRule(int Key, int Partner, CountSides Sides, double UnseenShare, int Support, bool IsEquality = false);
