using LogGuard.Primitives;
using LogGuard.Detection;
using LogGuard.Sequences;
using LogGuard.Workflows.Feedback;

namespace LogGuard.Learning.Snapshots;

/// <summary>Answers to anomalies as parts of the manifest.</summary>
internal static class AnswersFormat
{
    /// <summary>The lessons of answers; null if there are none.</summary>
    public static ManifestLesson[]? Lessons(IReadOnlyList<AnomalyPattern> patterns)
    {
        var lessons = patterns.Where(pattern => pattern.Lesson is not null).Select(pattern => new ManifestLesson(
            pattern.ToString(), pattern.Lesson!.Value?.Name, pattern.Lesson.Value?.Value, pattern.Lesson.Step?.Keys,
            pattern.Lesson.Step?.Position ?? 0, pattern.Lesson.Step?.Fault ?? WorkflowFault.None, pattern.Lesson.Step?.ElapsedTicks ?? 0)).ToArray();
        return lessons.Length == 0 ? null : lessons;
    }

    /// <summary>The patterns marked normal, with their lessons.</summary>
    public static List<AnomalyPattern> ReadNormal(Manifest manifest)
    {
        var lessons = new Dictionary<AnomalyPattern, Lesson>(AnomalyPattern.Comparer);
        foreach (var saved in manifest.Lessons ?? [])
        {
            SavedData.Require(saved?.Pattern is not null && saved.Value is null or (>= double.MinValue and <= double.MaxValue), "one of its lessons is none");
            var value = saved.Name is { } name && saved.Value is { } number ? new ValueLesson(name, number) : null;
            var step = saved.Keys is null ? null : new WorkflowLesson(saved.Keys, saved.Position, saved.Fault, saved.ElapsedTicks);
            SavedData.Require((value is not null || step is not null) && step?.IsSound(manifest.Templates.Length) != false, "one of its lessons is none");
            if (AnomalyPattern.TryParse(saved.Pattern, manifest.Templates.Length, out var pattern))
            {
                lessons[pattern] = new Lesson(value, step);
            }
        }

        return AnomalyPattern.ParseAll(manifest.NormalPatterns, manifest.Templates.Length)
            .ConvertAll(pattern => pattern.With(lessons.GetValueOrDefault(pattern)));
    }

    /// <summary>Unanswered reports; null for none.</summary>
    public static ManifestStanding[]? Standing(IReadOnlyList<AnomalyPattern> standing) =>
        standing.Count == 0 ? null : [.. standing.Select(pattern => new ManifestStanding(pattern.ToString(), pattern.Past!.Value.Counts, pattern.Past.Value.Steps))];

    /// <summary>Unanswered reports.</summary>
    public static List<AnomalyPattern> ReadStanding(Manifest manifest)
    {
        var patterns = AnomalyPattern.ParseAll((manifest.StandingPatterns ?? []).Select(report => report?.Pattern!), manifest.Templates.Length);
        return [.. patterns.Select((pattern, i) => new AnomalyPattern(
            pattern.Values, past: new SessionHash(manifest.StandingPatterns![i].Counts, manifest.StandingPatterns[i].Steps)))];
    }
}
