namespace LogGuard;

/// <summary>A message template, and how often it came since the detector was created; see <see cref="AnomalyDetector.Templates"/>.</summary>
/// <param name="Key">Its log key, 1 or more.</param>
/// <param name="Template">The template.</param>
/// <param name="Count">Number of its events since the detector was created, 0 or more.</param>
/// <param name="FirstSeen">The time of the first of these events; null if there is none.</param>
/// <param name="LastSeen">The time of the latest of these events; null if there is none.</param>
/// <param name="IsLearnt">Whether the model in use learnt it.</param>
public sealed record TemplateUsage(int Key, string Template, long Count, DateTimeOffset? FirstSeen, DateTimeOffset? LastSeen, bool IsLearnt);
