using LogGuard.Keys;
using LogGuard.Primitives;
using LogGuard.Sequences;
using LogGuard.Workflows;
using LogGuard.Workflows.Following;

namespace LogGuard.Learning.Collecting;

/// <summary>
/// A bounded sample of whole sessions with their elapsed times, each as likely to be in it as any other (reservoir
/// sampling, seeded), and of parts of long ones and of the one stream. Only touched by the reader.
/// </summary>
/// <param name="limit">Sessions that are kept.</param>
/// <param name="partLimit">Parts that are kept.</param>
internal sealed class TimedSessions(int limit = TimedSessions.DefaultLimit, int partLimit = TimedSessions.DefaultPartLimit)
{
    /// <summary>Enough for a 99th percentile of a step that every second session has, twenty times over; 4 MB at most.</summary>
    public const int DefaultLimit = 2000;

    /// <summary>As many events, and as much memory, as in the longest sessions: 4 MB at most.</summary>
    public const int DefaultPartLimit = DefaultLimit * SessionHistory.Limit / SessionHistory.Room;

    private readonly StepSample _sessions = new(limit);
    private readonly StepSample _parts = new(partLimit);

    /// <summary>The sessions, in no order.</summary>
    public IReadOnlyList<SessionStep[]> Sessions => _sessions.Kept;

    /// <summary>The parts, in no order.</summary>
    public IReadOnlyList<SessionStep[]> Parts => _parts.Kept;

    /// <summary>Begins anew with what was kept before; each new one has its chance to take the place of one of these.</summary>
    /// <param name="sessions">Whole sessions.</param>
    /// <param name="parts">Parts of long ones.</param>
    public void Begin(IEnumerable<SessionStep[]> sessions, IEnumerable<SessionStep[]>? parts = null)
    {
        _sessions.Begin(sessions);
        _parts.Begin(parts ?? []);
    }

    /// <summary>Lets all that is kept count as no more sessions than it is: newer ones have their chance then.</summary>
    public void Fade()
    {
        _sessions.Fade();
        _parts.Fade();
    }

    /// <summary>Takes a session that has ended; of one that is not whole, what was not taken as <see cref="AddPart">parts</see> before.</summary>
    public void Add(in SessionHistory history)
    {
        if (history.IsWhole && history.Steps.Length <= SessionHistory.Limit)
        {
            _sessions.Add(history.Steps);
        }
        else if (!history.IsFullOfNew)
        {
            _parts.Add(history.NewSteps);
        }
    }

    /// <summary>Takes a part of a session that goes on.</summary>
    public void AddPart(in SessionHistory history) => _parts.Add(history.Steps);

    /// <summary>A copy, with merged keys replaced by those that they were merged into.</summary>
    public IReadOnlyList<WorkflowTrace> ToTraces(LogKeyVocabulary vocabulary) => ToTraces(vocabulary, Sessions, Parts);

    /// <summary>Some sessions, and parts of others, as traces.</summary>
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
