using LogGuard.Pipeline;

namespace LogGuard.Detection;

// What models learn from marks, beside the pattern itself.
internal sealed partial class FeedbackMarks
{
    /// <summary>
    /// Most marks that something is learnt from beyond their pattern; about 1 MB at most. With more, the marks alone answer
    /// for the rest.
    /// </summary>
    internal const int LessonLimit = 1_024;

    private readonly Dictionary<AnomalyPattern, Lesson> _lessons = new(AnomalyPattern.Comparer);

    /// <summary>Number of marks that something is learnt from beyond their pattern.</summary>
    public int LessonCount
    {
        get
        {
            lock (_lock)
            {
                return _lessons.Count;
            }
        }
    }

    // What is normal in some sessions only is remembered and not learnt: models do not ask what a session went through.
    private void Keep_NeedsLock(AnomalyPattern pattern, bool isNormal)
    {
        if (!isNormal)
        {
            _lessons.Remove(pattern);
        }
        else if (pattern.Lesson is { } lesson && pattern.Scope == PatternScope.Anywhere && !_lessons.ContainsKey(pattern))
        {
            if (_lessons.Count < LessonLimit)
            {
                _lessons.Add(pattern.With(null), lesson);
            }
            else
            {
                diagnostics.TellRepeated(
                    "lessons", _ => $"values and workflows learn from {Wording.Number(LessonLimit)} answers already; further ones are remembered.");
            }
        }
    }
}
