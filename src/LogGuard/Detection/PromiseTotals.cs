namespace LogGuard.Detection;

/// <summary>The sums of the blocks that <see cref="PromiseWatch"/> keeps. The reader adds; any thread may read.</summary>
internal sealed class PromiseTotals(QuestionPromise[] promises)
{
    private readonly int[] _hits = new int[promises.Length];
    private int _sessions;
    private int _reported;

    /// <summary>Adds a block.</summary>
    public void Add(PromiseBlock block)
    {
        _sessions += block.Sessions;
        _reported += block.Reported;
        for (var i = 0; i < _hits.Length; i++)
        {
            _hits[i] += block.Hits[i];
        }
    }

    /// <summary>Adds a session.</summary>
    public void Add(bool isReported)
    {
        Volatile.Write(ref _reported, _reported + (isReported ? 1 : 0));
        Volatile.Write(ref _sessions, _sessions + 1);
    }

    /// <summary>Adds a session that a question reported. Called before the session itself is added.</summary>
    public void Add(int question) => Volatile.Write(ref _hits[question], _hits[question] + 1);

    /// <summary>The sums; null if there is no session.</summary>
    public MeasuredAlarmRate? ToRate()
    {
        // Read in the opposite order of writing, a part is never larger than the whole by more than the session in between.
        var sessions = Volatile.Read(ref _sessions);
        return sessions == 0 ? null : new MeasuredAlarmRate
        {
            SessionCount = sessions,
            ReportedCount = Math.Min(sessions, Volatile.Read(ref _reported)),
            Questions = [.. promises.Select((promise, i) => Measure(promise, Math.Min(sessions, Volatile.Read(ref _hits[i])), sessions))],
        };
    }

    private static MeasuredQuestion Measure(QuestionPromise promise, int hits, int sessions) =>
        new(promise.Question, hits, (double)hits / sessions, promise.IsMade ? promise.Bound : null);
}
