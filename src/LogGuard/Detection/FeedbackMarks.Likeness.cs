using LogGuard.Keys;
using LogGuard.Sequences;

namespace LogGuard.Detection;

// One answer for templates that are alike: mined ones differ in what the miner could not know to vary.
internal sealed partial class FeedbackMarks
{
    // Keys that were reported as new and not answered by likeness, bounded; past it nothing is covered by likeness.
    private readonly HashSet<int> _reportedKeys = [];

    /// <summary>
    /// Whether two keys are of templates so alike that an answer to one is an answer to the other. The default is never:
    /// an application's own templates are what their programmers wrote.
    /// </summary>
    public Func<int, int, bool> AreAlike { get; set; } = static (_, _) => false;

    /// <summary>
    /// Whether an anomaly that is about to be delivered need not be: its pattern was marked normal since it was raised; or
    /// it is a new key, not reported before, whose template is like one that was marked normal. Such a key is marked
    /// itself then. Called for one anomaly after the other, in order, so what it answers does not hang on how far
    /// detection is ahead.
    /// </summary>
    public bool TakesBack(Anomaly anomaly)
    {
        if (IsNormal(anomaly))
        {
            return true;
        }

        if (anomaly is not { Kind: AnomalyKind.UnknownKey, Pattern: { } pattern } || pattern.Key == LogKey.Unknown)
        {
            Stand(anomaly);
            return false;
        }

        var key = vocabulary.Resolve(pattern.Key);
        if (_reportedKeys.Contains(key) || _reportedKeys.Count >= MarkLimit)
        {
            Stand(anomaly);
            return false;
        }

        if (IsLikeNormal(key))
        {
            return Mark(anomaly, isNormal: true);
        }

        _reportedKeys.Add(key);
        Stand(anomaly);
        return false;
    }

    private void Stand(Anomaly anomaly)
    {
        if (anomaly.Pattern is { } pattern)
        {
            Stand(pattern);
        }
    }

    private bool IsLikeNormal(int key) =>
        NormalCount > 0 && _isNormal.Any(mark => mark.Value && mark.Key.IsOfKey && AreAlike(key, vocabulary.Resolve(mark.Key.Key)));
}
