namespace LogGuard;

/// <summary>A session with a label, for models that learn from labels.</summary>
/// <param name="Templates">Its message templates in order of time; at least one.</param>
/// <param name="IsAnomalous">Whether something is wrong in it.</param>
public sealed record LabelledSession(IReadOnlyList<string> Templates, bool IsAnomalous);
