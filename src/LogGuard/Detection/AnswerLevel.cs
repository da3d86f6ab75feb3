namespace LogGuard.Detection;

/// <summary>The level up to which a new key was answered as normal.</summary>
internal sealed record AnswerLevel(int Key, LogSeverity Level);
