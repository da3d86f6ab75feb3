using LogGuard.Diagnostics;

namespace LogGuard.Detection;

/// <summary>The lessons that models learn from marks, in addition to the marks themselves. Not thread-safe.</summary>
internal sealed class MarkLessons(DiagnosticLog diagnostics)
{
    /// <summary>Most lessons that are kept; about 1 MB. Above it, the mark alone applies.</summary>
    internal const int Limit = 1_024;

    private readonly Dictionary<AnomalyPattern, Lesson> _lessons = new(AnomalyPattern.Comparer);

    public int Count => _lessons.Count;

    /// <summary>The lesson of a marked pattern; null if it has none.</summary>
    public Lesson? Find(AnomalyPattern pattern) => _lessons.GetValueOrDefault(pattern);

    /// <summary>Adds the lesson of a pattern that was marked normal.</summary>
    public void Add(AnomalyPattern pattern)
    {
        // Models do not consider a session's past: a pattern that is normal after some pasts only is marked and not learnt.
        if (pattern.Lesson?.WithoutLabel() is not { } lesson || pattern.Scope != PatternScope.Anywhere || _lessons.ContainsKey(pattern))
        {
            return;
        }

        if (_lessons.Count < Limit)
        {
            _lessons.Add(pattern.With(null), lesson);
        }
        else
        {
            diagnostics.TellRepeated(
                "lessons", _ => $"values and workflows learn from {Wording.Number(Limit)} answers already; further answers are remembered and not learnt.");
        }
    }

    public void Remove(AnomalyPattern pattern) => _lessons.Remove(pattern);
}
