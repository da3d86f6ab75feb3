using LogGuard.Keys;
using LogGuard.Sequences;
using LogGuard.Workflows;

namespace LogGuard.Learning;

/// <summary>
/// A bounded sample of whole sessions with their elapsed times, each as likely to be in it as any other (reservoir
/// sampling, seeded). Only touched by the reader.
/// </summary>
/// <param name="limit">Sessions that are kept.</param>
internal sealed class TimedSessions(int limit = TimedSessions.DefaultLimit)
{
    /// <summary>Enough for a 99th percentile of a step that every second session has, twenty times over; 4 MB at most.</summary>
    public const int DefaultLimit = 2000;

    private readonly List<SessionStep[]> _sessions = [];
    private ulong _random = 0x9E3779B97F4A7C15;
    private ulong _count;

    public int Count => _sessions.Count;

    /// <summary>The sessions, in no order.</summary>
    public IReadOnlyList<SessionStep[]> Sessions => _sessions;

    /// <summary>Begins anew with sessions that were kept before, of which each new one has its chance to take the place.</summary>
    public void Begin(IEnumerable<SessionStep[]> sessions)
    {
        _sessions.Clear();
        _sessions.AddRange(sessions.Take(limit));
        _count = (ulong)_sessions.Count;
    }

    /// <summary>Lets all that is kept count as no more sessions than it is: newer ones have their chance then.</summary>
    public void Fade() => _count = Math.Min(_count, (ulong)_sessions.Count);

    /// <summary>Takes a session that has ended; one whose history is not whole is passed over.</summary>
    public void Add(in SessionHistory history)
    {
        if (!history.IsWhole || history.Steps.IsEmpty)
        {
            return;
        }

        _count++;
        if (_sessions.Count < limit)
        {
            _sessions.Add(history.Steps.ToArray());
            return;
        }

        // xorshift64: any even one will do.
        _random ^= _random << 13;
        _random ^= _random >> 7;
        _random ^= _random << 17;
        if (_random % _count is var place && place < (ulong)limit)
        {
            _sessions[(int)place] = history.Steps.ToArray();
        }
    }

    /// <summary>A copy, with merged keys replaced by those that they were merged into.</summary>
    public IReadOnlyList<WorkflowTrace> ToTraces(LogKeyVocabulary vocabulary) => ToTraces(vocabulary, _sessions);

    /// <summary>Some sessions as traces.</summary>
    public static IReadOnlyList<WorkflowTrace> ToTraces(LogKeyVocabulary vocabulary, IEnumerable<SessionStep[]> sessions) =>
    [
        .. sessions.Select(steps => new WorkflowTrace(
            Array.ConvertAll(steps, step => vocabulary.Resolve(step.Key)), Array.ConvertAll(steps, step => (long)step.ElapsedTicks))),
    ];
}
