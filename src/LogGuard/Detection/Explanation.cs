namespace LogGuard.Detection;

/// <summary>A verdict in words.</summary>
/// <param name="Reason">Why it is an anomaly, in a sentence without a full stop.</param>
/// <param name="Expected">The steps that would have been normal, most likely first.</param>
internal sealed record Explanation(string Reason, IReadOnlyList<ExpectedStep> Expected)
{
    /// <summary>The template of the step that was left out; null if none was.</summary>
    public string? SkippedStep { get; init; }

    /// <summary>The value that is unusual; null if the anomaly is not a value.</summary>
    public UnusualValue? Value { get; init; }

    /// <summary>The lesson for a model if the value is marked normal; null if there is none.</summary>
    public ValueLesson? Lesson { get; init; }
}
