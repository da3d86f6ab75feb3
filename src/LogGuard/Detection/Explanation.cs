namespace LogGuard.Detection;

/// <summary>A verdict in words.</summary>
/// <param name="Reason">Why it is an anomaly, in a sentence without a full stop.</param>
/// <param name="Expected">What would have been normal, most likely first.</param>
internal sealed record Explanation(string Reason, IReadOnlyList<ExpectedStep> Expected)
{
    /// <summary>The template of the step that was left out; null where none was.</summary>
    public string? SkippedStep { get; init; }

    /// <summary>The value that is unusual; null where no value is what is wrong.</summary>
    public UnusualValue? Value { get; init; }

    /// <summary>What a model learns from the value once it is marked normal; null for nothing.</summary>
    public ValueLesson? Lesson { get; init; }
}
