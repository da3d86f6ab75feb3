using LogGuard.Sequences;

namespace LogGuard.Detection;

/// <summary>
/// How far an answer reaches. One says no more than what nothing else contradicts: a report that came before and was let
/// stand says that its like is not always normal. So an answer holds anywhere where it is the only word on its pattern;
/// where sessions with another past were reported and not answered, in sessions that went through the same events; and
/// where even one of these was, in sessions that went through them in the same order.
/// </summary>
/// <remarks>
/// Of HDFS's 553,366 normal sessions 219 hold the template "Unexpected error trying to delete block …", which training never
/// saw, and so do 5,126 of the 16,838 anomalous ones. Marked normal once and for all, it would hide most of these.
/// </remarks>
internal sealed partial class FeedbackMarks
{
    /// <summary>Most reports that are remembered as let stand; about 5 MB. Past it, answers may reach further.</summary>
    internal const int StandingLimit = 100_000;

    private readonly Dictionary<AnomalyPattern, Dictionary<SessionPast, long>> _standing = [];
    private int _standingCount;
    private int _narrowCount;

    /// <summary>Whether a pattern is marked normal, in a session with this past.</summary>
    /// <param name="pattern">A pattern of any session.</param>
    /// <param name="past">What the session went through before; null where that cannot be said.</param>
    public bool IsNormal(ReadOnlySpan<int> pattern, SessionPast? past = null)
    {
        if (NormalCount == 0)
        {
            return false;
        }

        if (IsMarkedNormal(pattern))
        {
            return true;
        }

        if (past is not { } known || Volatile.Read(ref _narrowCount) == 0)
        {
            return false;
        }

        var length = pattern.Length + AnomalyPattern.RoomForPast;
        var room = length <= 256 ? stackalloc int[length] : new int[length];
        return IsMarkedNormal(AnomalyPattern.In(room, pattern, PatternScope.AfterCounts, known))
            || IsMarkedNormal(AnomalyPattern.In(room, pattern, PatternScope.AfterSteps, known));
    }

    /// <summary>Marks a key as normal wherever it comes, unless it was marked anomalous.</summary>
    public void MarkKeyNormal(int key)
    {
        lock (_lock)
        {
            if (!IsMarkedAnomalous(key))
            {
                Mark_NeedsLock(new AnomalyPattern(AnomalyPattern.OfKey(stackalloc int[2], key)), isNormal: true);
            }
        }
    }

    /// <summary>Whether a key that was never learnt was marked anomalous.</summary>
    public bool IsMarkedAnomalous(int key) =>
        IsMarkedAnomalous(AnomalyPattern.OfKey(stackalloc int[2], key));

    /// <summary>Whether a pattern was marked anomalous.</summary>
    public bool IsMarkedAnomalous(ReadOnlySpan<int> pattern) =>
        _isNormal.GetAlternateLookup<ReadOnlySpan<int>>().TryGetValue(pattern, out var isNormal) && !isNormal;

    /// <summary>Reports that were let stand, each a pattern and its past, in an order that hangs on nothing but themselves.</summary>
    public AnomalyPattern[] StandingToArray()
    {
        lock (_lock)
        {
            return
            [
                .. _standing.SelectMany(entry => entry.Value.Keys.Select(past => new AnomalyPattern(entry.Key.Values, past: past)))
                    .OrderBy(pattern => pattern.ToString(), StringComparer.Ordinal)
                    .ThenBy(pattern => pattern.Past!.Value.Counts).ThenBy(pattern => pattern.Past!.Value.Steps),
            ];
        }
    }

    /// <summary>Takes over the reports that were let stand in an earlier run.</summary>
    public void RestoreStanding(IEnumerable<AnomalyPattern> standing)
    {
        lock (_lock)
        {
            _standing.Clear();
            _standingCount = 0;
            foreach (var pattern in standing)
            {
                Stand_NeedsLock(Resolve(pattern));
            }
        }
    }

    // Each report stands until it is answered.
    private void Stand(AnomalyPattern pattern)
    {
        lock (_lock)
        {
            Stand_NeedsLock(Resolve(pattern));
        }
    }

    private void Stand_NeedsLock(AnomalyPattern pattern)
    {
        if (pattern.Past is not { } past || _standingCount >= StandingLimit)
        {
            return;
        }

        if (!_standing.TryGetValue(pattern, out var pasts))
        {
            _standing.Add(pattern.With(null), pasts = []);
        }

        _standingCount += pasts.TryAdd(past, pattern.Session) ? 1 : 0;
    }

    private bool MarkNormal_NeedsLock(AnomalyPattern pattern)
    {
        var others = _standing.GetValueOrDefault(pattern);
        if (others is not null && pattern.Past is { } answered && others.Remove(answered))
        {
            _standingCount--;
        }

        if (IsNormal(pattern.Values, pattern.Past))
        {
            return true;
        }

        // What came again and again in one session is one report.
        var past = pattern.Past.GetValueOrDefault();
        var isAlone = pattern.Past is null || others is null || others.Values.All(session => session != 0 && session == pattern.Session);
        var scope = isAlone ? PatternScope.Anywhere
            : others!.Keys.Any(other => other.Counts == past.Counts) ? PatternScope.AfterSteps
            : PatternScope.AfterCounts;
        return Mark_NeedsLock(pattern.In(scope), isNormal: true);
    }

    private bool MarkAnomalous_NeedsLock(AnomalyPattern pattern)
    {
        Stand_NeedsLock(pattern);

        // Whatever mark covers it is taken back; where it is a narrow one, the pattern is remembered as anomalous beside it.
        foreach (var scope in (PatternScope[])[PatternScope.AfterSteps, PatternScope.AfterCounts])
        {
            if (pattern.In(scope) is var narrow && narrow.Scope == scope && _isNormal.TryGetValue(narrow, out var isNormal) && isNormal)
            {
                Mark_NeedsLock(narrow, isNormal: false);
            }
        }

        return Mark_NeedsLock(pattern, isNormal: false);
    }
}
