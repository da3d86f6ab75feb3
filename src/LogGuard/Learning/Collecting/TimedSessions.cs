using LogGuard.Keys;
using LogGuard.Primitives;
using LogGuard.Sequences;
using LogGuard.Workflows;
using LogGuard.Workflows.Following;

namespace LogGuard.Learning.Collecting;

/// <summary>
/// A bounded sample of whole sessions with their elapsed times (seeded reservoir sampling, each with the same chance), and one of
/// parts of long sessions and of the one stream. Only accessed by the reader.
/// </summary>
/// <param name="limit">Largest number of sessions that are kept.</param>
/// <param name="partLimit">Largest number of parts that are kept.</param>
internal sealed class TimedSessions(int limit = TimedSessions.DefaultLimit, int partLimit = TimedSessions.DefaultPartLimit)
{
    /// <summary>Twenty times the number needed for a 99th percentile of a step that every second session has; 4 MB at most.</summary>
    public const int DefaultLimit = 2000;

    /// <summary>Number of parts with as many events as the longest sessions have: 4 MB at most.</summary>
    public const int DefaultPartLimit = DefaultLimit * SessionHistory.Limit / SessionHistory.Room;

    private readonly StepSample _sessions = new(limit);
    private readonly StepSample _parts = new(partLimit);

    /// <summary>The sessions, in no order.</summary>
    public IReadOnlyList<SessionStep[]> Sessions => _sessions.Kept;

    /// <summary>The parts, in no order.</summary>
    public IReadOnlyList<SessionStep[]> Parts => _parts.Kept;

    /// <summary>Starts again with earlier samples. Each new session or part has its chance to replace one of them.</summary>
    /// <param name="sessions">Whole sessions.</param>
    /// <param name="parts">Parts of long ones.</param>
    public void Begin(IEnumerable<SessionStep[]> sessions, IEnumerable<SessionStep[]>? parts = null)
    {
        _sessions.Begin(sessions);
        _parts.Begin(parts ?? []);
    }

    /// <summary>Lowers the counts of sessions and parts sampled so far to the sizes of the samples, so that newer ones enter more often.</summary>
    public void Fade()
    {
        _sessions.Fade();
        _parts.Fade();
    }

    /// <summary>Adds a session that has ended. Of a session that is not whole, adds the rest that was not added by <see cref="AddPart"/>.</summary>
    public void Add(in SessionHistory history)
    {
        if (history.IsWhole && history.Steps.Length <= SessionHistory.Limit)
        {
            _sessions.Add(history.Steps);
        }
        else
        {
            AddRest(history);
        }
    }

    /// <summary>Adds the rest of a session, or of the one stream, that was not added by <see cref="AddPart"/>.</summary>
    public void AddRest(in SessionHistory history)
    {
        if (!history.IsFullOfNew)
        {
            _parts.Add(history.NewSteps);
        }
    }

    /// <summary>Adds a part of a session that continues.</summary>
    public void AddPart(in SessionHistory history) => _parts.Add(history.Steps);

    /// <summary>Returns the samples as traces, with merged keys replaced by those that they were merged into.</summary>
    public IReadOnlyList<WorkflowTrace> ToTraces(LogKeyVocabulary vocabulary) => ToTraces(vocabulary, Sessions, Parts);

    /// <summary>Returns some sessions, and parts of others, as traces.</summary>
    public static IReadOnlyList<WorkflowTrace> ToTraces(
        LogKeyVocabulary vocabulary, IEnumerable<SessionStep[]> sessions, IEnumerable<SessionStep[]> parts) =>
    [
        .. sessions.Select(steps => ToTrace(steps, vocabulary)),
        .. parts.Select(steps => ToTrace(steps, vocabulary) with { IsPart = true }),
    ];

    private static WorkflowTrace ToTrace(SessionStep[] steps, LogKeyVocabulary vocabulary) =>
        new(Array.ConvertAll(steps, step => vocabulary.Resolve(step.Key)), Array.ConvertAll(steps, step => (long)step.ElapsedTicks));

    private sealed class StepSample(int limit)
    {
        private readonly XorShift64 _random = new();
        private Reservoir _reservoir;

        public List<SessionStep[]> Kept { get; } = [];

        public void Begin(IEnumerable<SessionStep[]> kept)
        {
            Kept.Clear();
            Kept.AddRange(kept.Take(limit));
            _reservoir.Begin(Kept.Count);
        }

        public void Fade() => _reservoir.Fade(Kept.Count);

        public void Add(ReadOnlySpan<SessionStep> steps)
        {
            if (steps.IsEmpty)
            {
                return;
            }

            var place = _reservoir.Next(Kept.Count, limit, _random);
            if (place >= limit)
            {
                return;
            }

            if (place == Kept.Count)
            {
                Kept.Add(steps.ToArray());
            }
            else
            {
                Kept[(int)place] = steps.ToArray();
            }
        }
    }
}
