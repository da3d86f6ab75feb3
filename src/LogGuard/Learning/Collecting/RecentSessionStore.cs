using LogGuard.Detection;
using LogGuard.Keys;
using LogGuard.Neural;
using LogGuard.Primitives;
using LogGuard.Sequences;
using LogGuard.Workflows.Following;

namespace LogGuard.Learning.Collecting;

/// <summary>
/// A bounded sample of sessions to train on again. It starts with the sessions of the last training, and each session since
/// has the same chance to be in it (Vitter, Random Sampling with a Reservoir, 1985). Old sessions fade as new ones come, and
/// rare ones keep their share. Each has <see cref="KeptFacts"/>. Only accessed by the reader.
/// </summary>
internal sealed class RecentSessionStore(int limit, int lengthLimit, int seed)
{
    /// <summary>Largest number of events that are kept: 4 MB. Fewer sessions are kept if they are longer.</summary>
    internal const long EventLimit = 1_000_000;

    private readonly List<(LogKeySequence Sequence, KeptFacts Facts)> _sessions = [];
    private readonly SeededRandom _random = new(seed);
    private Reservoir _reservoir;
    private long _eventCount;

    /// <summary>Number of sessions kept.</summary>
    public int Count => _sessions.Count;

    /// <summary>
    /// Some of the sessions with their elapsed times: a sample of its own, since these take more memory than keys alone.
    /// </summary>
    public TimedSessions Timed { get; } = new(Math.Min(limit, TimedSessions.DefaultLimit));

    /// <summary>Starts again with a sample of the sessions that were trained on.</summary>
    /// <param name="corpus">The sessions.</param>
    /// <param name="timed">Some of them with their times; null if there are none.</param>
    /// <param name="parts">Parts of long ones with their times; null if there are none.</param>
    /// <param name="facts">Facts about each session of the corpus; null if nothing is known.</param>
    public void Begin(
        SessionCorpus corpus, IEnumerable<SessionStep[]>? timed = null, IEnumerable<SessionStep[]>? parts = null,
        IReadOnlyList<KeptFacts>? facts = null)
    {
        _sessions.Clear();
        _reservoir.Begin(0);
        _eventCount = 0;
        for (var i = 0; i < corpus.Count; i++)
        {
            if (Wants())
            {
                Add(corpus[i], facts?[i] ?? KeptFacts.Unknown);
            }
        }

        Timed.Begin(timed ?? [], parts);
        Fade();
    }

    /// <summary>Lowers the count of sessions sampled so far to the size of the sample, so that newer sessions enter more often.</summary>
    public void Fade()
    {
        _reservoir.Fade(_sessions.Count);
        Timed.Fade();
    }

    /// <summary>Decides, when a session opens, whether its keys are collected. This also bounds the memory of open sessions.</summary>
    public bool Wants()
    {
        // Chosen sessions are still open, so the number of sessions seen, not the number kept, tells whether the sample is full.
        return limit > 0 && _reservoir.Next(_reservoir.SeenCount, limit, _random) < limit;
    }

    /// <summary>Takes a session that was labelled normal.</summary>
    public void Take(LogKeySequence sequence)
    {
        if (Wants())
        {
            Add(sequence, KeptFacts.Unknown);
        }
    }

    /// <summary>Takes the keys of a session that has ended, if they were collected.</summary>
    /// <param name="session">The session.</param>
    /// <param name="eventTime">The current time by the events' timestamps, in UTC ticks; 0 if it is not known.</param>
    public void OnEnd(Session session, long eventTime = 0)
    {
        if (session.Id.IsStream)
        {
            if (IsQuiet(session))
            {
                Timed.AddRest(session.History);
            }
        }
        else if (session.History.IsWhole || IsQuiet(session))
        {
            Timed.Add(session.History);
        }

        if (!session.HasHole && session.TakeKeys(atEnd: !session.Id.IsStream) is { } sequence && (sequence.HasStart || IsQuiet(session)))
        {
            // A value that was reported is no finding about the keys.
            Add(sequence, session.MissesLevels || session.Id.IsStream || eventTime <= 0
                ? KeptFacts.Unknown
                : new KeptFacts(eventTime, session.RaisedCount > session.AnomalyCount, session.Errors));
        }
    }

    /// <summary>Takes the late lines of a session whose end was taken before, unless something was reported in them.</summary>
    public void OnInterrupted(Session session)
    {
        if (!session.HasHole && session.TakeKeys(atEnd: false) is { } part && IsQuiet(session))
        {
            Add(part, KeptFacts.Unknown);
        }
    }

    /// <summary>Takes a part of a very long session, unless something was reported in it.</summary>
    public void OnEvent(Session session)
    {
        if (session.History.IsFullOfNew && IsQuiet(session))
        {
            Timed.AddPart(session.History);
        }

        if (session.CollectedCount >= lengthLimit && session.TakeKeys(atEnd: false) is { } part)
        {
            if (IsQuiet(session) && (!session.Id.IsStream || Wants()))
            {
                Add(part, KeptFacts.Unknown);
            }

            session.AnomaliesBeforePart = session.AnomalyCount;
        }
    }

    /// <summary>The sessions kept and the facts about them, with merged keys replaced.</summary>
    public IReadOnlyList<(LogKeySequence Sequence, KeptFacts Facts)> Resolve(LogKeyVocabulary vocabulary) => vocabulary.HasAliases
        ? _sessions.ConvertAll(one => (one.Sequence.WithKeys(vocabulary.Resolve), one.Facts))
        : _sessions;

    /// <summary>The facts about the sessions of <see cref="All"/>, in its order.</summary>
    public IReadOnlyList<KeptFacts> Facts => _sessions.ConvertAll(one => one.Facts);

    /// <summary>The sessions with times that are to be trained on, and in which no time was marked anomalous.</summary>
    /// <param name="changes">Decides on the sessions.</param>
    /// <param name="recheck">Decides on the times.</param>
    /// <param name="vocabulary">The keys.</param>
    public IReadOnlyList<WorkflowTrace> AcceptedTimed(LastingChanges changes, SessionRecheck recheck, LogKeyVocabulary vocabulary)
    {
        // A part was taken only if nothing had been reported in it, and its place in its session is not known.
        return TimedSessions.ToTraces(
            vocabulary,
            Timed.Sessions.Where(steps => changes.Accepts(SequenceOf(steps, vocabulary)) && !recheck.IsMarkedLate(steps, vocabulary)),
            Timed.Parts.Where(steps => !recheck.IsMarkedLate(steps, vocabulary)));
    }

    /// <summary>All sessions kept.</summary>
    public SessionCorpus All()
    {
        var corpus = new SessionCorpus();
        _sessions.ForEach(one => corpus.Add(one.Sequence));
        return corpus;
    }

    private static LogKeySequence SequenceOf(SessionStep[] steps, LogKeyVocabulary vocabulary) =>
        new(Array.ConvertAll(steps, step => vocabulary.Resolve(step.Key)));

    private static bool IsQuiet(Session session) => session.AnomalyCount == session.AnomaliesBeforePart;

    private void Add(LogKeySequence sequence, in KeptFacts facts)
    {
        if (sequence.Keys.Length > EventLimit)
        {
            return;
        }

        _eventCount += sequence.Keys.Length;
        if (_sessions.Count < limit)
        {
            _sessions.Add((sequence, facts));
        }
        else
        {
            ref var slot = ref System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_sessions)[Next()];
            _eventCount -= slot.Sequence.Keys.Length;
            slot = (sequence, facts);
        }

        while (_eventCount > EventLimit)
        {
            var victim = Next();
            _eventCount -= _sessions[victim].Sequence.Keys.Length;
            _sessions[victim] = _sessions[^1];
            _sessions.RemoveAt(_sessions.Count - 1);
        }
    }

    private int Next() => (int)(_random.NextUniform() * _sessions.Count);
}
