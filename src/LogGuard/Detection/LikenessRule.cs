using LogGuard.Keys;

namespace LogGuard.Detection;

/// <summary>
/// Applies the answer for one new template to templates like it: mined templates differ in parts that the miner could not know to
/// vary. Not thread-safe.
/// </summary>
internal sealed class LikenessRule(LogKeyVocabulary vocabulary, MarkedPatterns marked, AnswerLevels levels)
{
    // Keys that were reported as new. With more, no key is answered by likeness.
    private const int ReportedLimit = FeedbackMarks.MarkLimit;

    private readonly HashSet<int> _reportedKeys = [];

    /// <summary>
    /// Whether two keys are of templates so alike that an answer to one is an answer to the other. The default is never:
    /// an application's own templates are distinct on purpose.
    /// </summary>
    public Func<int, int, bool> AreAlike { get; set; } = static (_, _) => false;

    /// <summary>
    /// Whether a new key, not reported before, is like one that was marked normal at the same level or a higher one. Otherwise it is
    /// reported.
    /// </summary>
    public bool IsAnswered(int key, LogSeverity severity)
    {
        if (_reportedKeys.Contains(key) || _reportedKeys.Count >= ReportedLimit)
        {
            return false;
        }

        if (marked.NormalCount > 0 && marked.Where(isNormal: true).Any(mark => mark.IsOfKey && levels.WasAnswered(mark.Key, severity) && AreAlike(key, vocabulary.Resolve(mark.Key))))
        {
            return true;
        }

        _reportedKeys.Add(key);
        return false;
    }
}
