using System.Collections.Concurrent;
using LogGuard.Sequences;

namespace LogGuard.Detection;

/// <summary>
/// The patterns that were marked normal or anomalous. Any thread may read, without a lock or an allocation; one thread at a time
/// may write.
/// </summary>
internal sealed class MarkedPatterns
{
    private readonly ConcurrentDictionary<AnomalyPattern, bool> _isNormal = new(AnomalyPattern.Comparer);
    private int _normalCount;
    private int _narrowCount;

    /// <summary>Number of patterns marked either way.</summary>
    public int Count => _isNormal.Count;

    /// <summary>Number of patterns marked normal.</summary>
    public int NormalCount => Volatile.Read(ref _normalCount);

    /// <summary>The patterns marked one way, in no order.</summary>
    public IEnumerable<AnomalyPattern> Where(bool isNormal) =>
        _isNormal.Where(mark => mark.Value == isNormal).Select(mark => mark.Key);

    /// <summary>Whether a pattern is marked normal, in a session with this past.</summary>
    /// <param name="pattern">A pattern of any session.</param>
    /// <param name="past">The events of the session before; null if they are not known.</param>
    public bool IsNormal(ReadOnlySpan<int> pattern, SessionHash? past)
    {
        if (NormalCount == 0)
        {
            return false;
        }

        if (IsMarked(pattern, isNormal: true))
        {
            return true;
        }

        if (past is not { } known || Volatile.Read(ref _narrowCount) == 0)
        {
            return false;
        }

        var length = pattern.Length + AnomalyPattern.RoomForPast;
        var room = length <= 256 ? stackalloc int[length] : new int[length];
        return IsMarked(AnomalyPattern.In(room, pattern, PatternScope.AfterCounts, known), isNormal: true)
            || IsMarked(AnomalyPattern.In(room, pattern, PatternScope.AfterSteps, known), isNormal: true);
    }

    /// <summary>Whether exactly this pattern is marked this way.</summary>
    public bool IsMarked(ReadOnlySpan<int> pattern, bool isNormal) =>
        _isNormal.GetAlternateLookup<ReadOnlySpan<int>>().TryGetValue(pattern, out var mark) && mark == isNormal;

    /// <summary>The mark of exactly this pattern.</summary>
    public bool TryGet(AnomalyPattern pattern, out bool isNormal) => _isNormal.TryGetValue(pattern, out isNormal);

    /// <summary>Copies all marks, so that they can be changed meanwhile.</summary>
    public KeyValuePair<AnomalyPattern, bool>[] ToArray() => _isNormal.ToArray();

    public void Set(AnomalyPattern pattern, bool isNormal)
    {
        var wasNormal = _isNormal.TryGetValue(pattern, out var before) && before;
        _isNormal[pattern.With(null)] = isNormal;
        ChangeCounts(pattern, (isNormal ? 1 : 0) - (wasNormal ? 1 : 0));
    }

    public void Remove(AnomalyPattern pattern)
    {
        if (_isNormal.TryRemove(pattern, out var wasNormal) && wasNormal)
        {
            ChangeCounts(pattern, -1);
        }
    }

    // Follows the mark itself: a thread that reads a count of 0 looks no further.
    private void ChangeCounts(AnomalyPattern pattern, int change)
    {
        if (pattern.Scope != PatternScope.Anywhere)
        {
            Volatile.Write(ref _narrowCount, _narrowCount + change);
        }

        Volatile.Write(ref _normalCount, _normalCount + change);
    }
}
