using LogGuard.Diagnostics;
using LogGuard.Keys;
using LogGuard.Sequences;

namespace LogGuard.Detection;

/// <summary>
/// Turns answers into marks: in the scope that the unanswered reports leave, up to a limit, and with a message if an answer
/// contradicts an earlier one. Not thread-safe.
/// </summary>
internal sealed class MarkWriter(
    LogKeyVocabulary vocabulary, DiagnosticLog diagnostics, MarkedPatterns marked, MarkLessons lessons, StandingReports standing, int limit)
{
    private long _version;

    /// <summary>Increases with each change. Any thread may read it.</summary>
    public long Version
    {
        get => Volatile.Read(ref _version);
        set => Volatile.Write(ref _version, value);
    }

    /// <summary>Answers a report: its pattern is normal.</summary>
    /// <returns>False if there is no room.</returns>
    public bool MarkNormal(AnomalyPattern pattern)
    {
        standing.Remove(pattern);
        return marked.IsNormal(pattern.Values, pattern.Past) || Mark(pattern.In(standing.ScopeOf(pattern)), isNormal: true);
    }

    /// <summary>Answers a report: its pattern is anomalous.</summary>
    /// <returns>False if there is no room.</returns>
    public bool MarkAnomalous(AnomalyPattern pattern)
    {
        standing.Add(pattern);

        // Any mark that covers the pattern is reversed. If that is a narrow one, the pattern itself is marked anomalous too.
        foreach (var scope in (PatternScope[])[PatternScope.AfterSteps, PatternScope.AfterCounts])
        {
            if (pattern.In(scope) is var narrow && narrow.Scope == scope && marked.TryGet(narrow, out var isNormal) && isNormal)
            {
                Mark(narrow, isNormal: false);
            }
        }

        if (pattern.StepPlace is { } place && marked.TryGet(place, out var isPlaceNormal) && isPlaceNormal)
        {
            Mark(place, isNormal: false);
        }

        return Mark(pattern, isNormal: false);
    }

    /// <summary>Takes an answer to a report back: no mark covers its pattern any more, and it is not reported as unanswered.</summary>
    /// <returns>Whether there was a mark.</returns>
    public bool Unmark(AnomalyPattern pattern)
    {
        standing.Remove(pattern);
        AnomalyPattern[] covering =
        [
            pattern, pattern.In(PatternScope.AfterSteps), pattern.In(PatternScope.AfterCounts), .. pattern.StepPlace is { } place ? [place] : Array.Empty<AnomalyPattern>(),
        ];
        var marks = covering.Where(one => marked.TryGet(one, out _)).ToArray();
        Array.ForEach(marks, Remove);
        return marks.Length > 0;
    }

    /// <summary>Marks a pattern in the scope that it has.</summary>
    /// <returns>False if there is no room.</returns>
    public bool Mark(AnomalyPattern pattern, bool isNormal)
    {
        var isMarked = marked.TryGet(pattern, out var before);
        if (isMarked && before == isNormal)
        {
            return true;
        }

        if (isMarked)
        {
            diagnostics.TellRepeated(
                "feedback",
                _ => $"{NameOf(pattern)} was marked {Word(before)} and the same is marked {Word(isNormal)} now: the last word counts.");
        }
        else if (marked.Count >= limit)
        {
            diagnostics.TellRepeated("marks", _ => $"{Wording.Number(limit)} patterns are marked already, and no more are kept.");
            return false;
        }

        Set(pattern, isNormal);
        return true;
    }

    /// <summary>Adds the marks of a snapshot, up to the limit.</summary>
    public void AddAll(IEnumerable<AnomalyPattern> patterns, bool isNormal)
    {
        foreach (var pattern in patterns)
        {
            if (marked.Count < limit)
            {
                Set(pattern, isNormal);
            }
        }
    }

    /// <summary>Moves a mark to the pattern that it is after its keys were merged. The merged mark is normal if either was.</summary>
    public void Move(AnomalyPattern from, AnomalyPattern to, bool isNormal)
    {
        Set(to.With(lessons.Find(from)), isNormal || marked.IsMarked(to.Values, isNormal: true));
        Remove(from);
    }

    /// <summary>Removes all marks.</summary>
    public void Clear()
    {
        foreach (var (pattern, _) in marked.ToArray())
        {
            Remove(pattern);
        }
    }

    private void Set(AnomalyPattern pattern, bool isNormal)
    {
        marked.Set(pattern, isNormal);
        if (isNormal)
        {
            lessons.Add(pattern);
        }
        else
        {
            lessons.Remove(pattern);
        }

        Version++;
    }

    private void Remove(AnomalyPattern pattern)
    {
        marked.Remove(pattern);
        lessons.Remove(pattern);
        Version++;
    }

    private string NameOf(AnomalyPattern pattern) =>
        pattern.Key == Boundary.End ? "the end of a session"
        : pattern.Key == LogKey.None ? $"a finding of {pattern.Form}"
        : Wording.Quote(vocabulary.GetTemplate(pattern.Key));

    private static string Word(bool isNormal) => isNormal ? "normal" : "anomalous";
}
