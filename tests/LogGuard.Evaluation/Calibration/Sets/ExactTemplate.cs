namespace LogGuard.EvaluationRuns.Calibration.Sets;

/// <summary>
/// Templates for log keys that are known exactly. A placeholder of its own keeps each apart: many texts that differ in a number are
/// taken for string-built, and would share one key.
/// </summary>
internal static class ExactTemplate
{
    // One letter for each digit, so that no name ends like an id.
    private const string Letters = "BCFGHKLMNP";

    /// <summary>The template of a key.</summary>
    /// <param name="text">What it says.</param>
    /// <param name="key">Its number, 0 or more.</param>
    public static string Of(string text, int key) => $"{text} in {{Place{string.Concat($"{key}".Select(digit => Letters[digit - '0']))}}}";
}
