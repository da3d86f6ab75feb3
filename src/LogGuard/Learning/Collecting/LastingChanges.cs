using LogGuard.Detection;
using LogGuard.Keys;
using LogGuard.Primitives;
using LogGuard.Sequences;

namespace LogGuard.Learning.Collecting;

/// <summary>
/// The changes among the kept sessions that stand reported and are learnt all the same, because they last and look like no fault. A
/// session is learnt if all that is reported in it are such changes, it ends as usual ones do, and has no error line that they lack.
/// </summary>
internal sealed class LastingChanges
{
    /// <summary>Most changes that one training learns: a deployment with more of them is better learnt anew.</summary>
    internal const int Limit = 32;

    /// <summary>
    /// Largest share of a change's sessions that look like a fault. Of the sessions of a normal change hardly any do; one in twenty is
    /// the level of the tests here.
    /// </summary>
    internal const double LargestFaultyShare = 0.05;

    private readonly SessionRecheck _recheck;
    private readonly LogKeyVocabulary _vocabulary;
    private readonly HashSet<int> _usualEnds;
    private readonly HashSet<int> _usualErrors;
    private readonly List<Candidate> _candidates;
    private readonly HashSet<AnomalyPattern> _accepted = [];
    private readonly Func<int, bool> _knows;

    private LastingChanges(
        IReadOnlyList<(LogKeySequence Sequence, KeptFacts Facts)> kept, SessionRecheck recheck, Func<int, bool> knows, SessionHabits habits,
        LogKeyVocabulary vocabulary, double rate)
    {
        (_recheck, _knows, _vocabulary) = (recheck, knows, vocabulary);
        var normal = HabitsOf(kept, rate);
        Habits = habits.Resolve(vocabulary).And(normal);
        (_usualEnds, _usualErrors) = ([.. Habits.Ends], [.. Habits.Errors]);
        var timeline = kept.Where(one => one.Facts.IsKnown && one.Sequence.IsWhole).OrderBy(one => one.Facts.EndedAt).ToArray();
        RecentCount = timeline.Length;
        Times = Array.ConvertAll(timeline, one => one.Facts.EndedAt);
        var byCause = new Dictionary<AnomalyPattern, Candidate>();
        for (var place = 0; place < timeline.Length; place++)
        {
            var (sequence, facts) = timeline[place];
            var causes = recheck.CausesOf(sequence);
            if (causes.Count == 0)
            {
                continue;
            }

            var one = new Reported(place, causes, FaultOf(sequence, facts, causes));
            foreach (var cause in causes)
            {
                if (!byCause.TryGetValue(cause, out var candidate))
                {
                    byCause.Add(cause, candidate = new Candidate(cause));
                }

                candidate.Sessions.Add(one);
            }
        }

        _candidates = [.. byCause.Values.OrderByDescending(candidate => candidate.Sessions.Count).ThenBy(candidate => candidate.Cause.ToString(), StringComparer.Ordinal)];
    }

    /// <summary>The usual ends and error lines of sessions, those of the normal ones among the kept included.</summary>
    public SessionHabits Habits { get; }

    /// <summary>Number of sessions that the changes were looked for in.</summary>
    public int RecentCount { get; }

    /// <summary>When each of them ended, ascending, in UTC ticks.</summary>
    public long[] Times { get; }

    /// <summary>All changes, those of the most sessions first.</summary>
    public IReadOnlyList<Candidate> All => _candidates;

    /// <summary>The changes that are learnt.</summary>
    public IEnumerable<Candidate> Learnt => _candidates.Where(candidate => candidate.Fate == ChangeFate.Learnt);

    /// <summary>Looks for the changes among sessions.</summary>
    /// <param name="kept">The sessions, with merged keys replaced.</param>
    /// <param name="recheck">Judges them by the model in use.</param>
    /// <param name="knows">Returns whether the model knows a key.</param>
    /// <param name="habits">Usual ends and error lines of the sessions learnt.</param>
    /// <param name="refused">Changes that are not learnt, with the reason.</param>
    /// <param name="vocabulary">The keys.</param>
    /// <param name="rate">The target share of normal sessions that are reported, 0..1.</param>
    public static LastingChanges Find(
        IReadOnlyList<(LogKeySequence Sequence, KeptFacts Facts)> kept, SessionRecheck recheck, Func<int, bool> knows, SessionHabits habits,
        IReadOnlyDictionary<AnomalyPattern, ChangeFate> refused, LogKeyVocabulary vocabulary, double rate)
    {
        var changes = new LastingChanges(kept, recheck, knows, habits, vocabulary, rate);
        changes.Decide(refused, new ChangeEvidence(changes.Times, AttainableRate.Of(rate, Math.Max(kept.Count, 1))));
        return changes;
    }

    /// <summary>Whether a session is to be trained on: nothing is reported in it, or only what is learnt.</summary>
    public bool Accepts(LogKeySequence sequence, in KeptFacts facts)
    {
        var causes = _recheck.CausesOf(sequence);
        return causes.Count == 0 || (facts.IsKnown && Accepts(sequence, facts, causes));
    }

    /// <summary>The same for a session of which only the keys are known, to mine workflows from.</summary>
    public bool Accepts(LogKeySequence sequence) =>
        _recheck.CausesOf(sequence) is var causes && (causes.Count == 0 || Accepts(sequence, KeptFacts.Unknown, causes));

    private bool Accepts(LogKeySequence sequence, in KeptFacts facts, IReadOnlyList<AnomalyPattern> causes) =>
        sequence.IsWhole && causes.All(_accepted.Contains) && FaultOf(sequence, facts, causes) == ChangeFate.Learnt;

    private void Decide(IReadOnlyDictionary<AnomalyPattern, ChangeFate> refused, ChangeEvidence evidence)
    {
        foreach (var candidate in _candidates)
        {
            candidate.Fate = candidate.Cause.Equals(SessionRecheck.Unnamed) ? ChangeFate.Others : refused.GetValueOrDefault(candidate.Cause, ChangeFate.Learnt);
            if (candidate.Fate == ChangeFate.Learnt)
            {
                _accepted.Add(candidate.Cause);
            }
        }

        // A change that is refused is another fault in the sessions of the others, until none is refused any more.
        for (var isDone = false; !isDone;)
        {
            var fates = _candidates.Where(candidate => _accepted.Contains(candidate.Cause))
                .Select(candidate => (Candidate: candidate, Fate: FateOf(candidate, evidence))).Where(one => one.Fate != ChangeFate.Learnt).ToArray();
            isDone = fates.Length == 0;
            foreach (var (candidate, fate) in fates)
            {
                candidate.Fate = fate;
                _accepted.Remove(candidate.Cause);
            }

            if (isDone && _accepted.Count > Limit)
            {
                foreach (var candidate in Learnt.Skip(Limit).ToArray())
                {
                    candidate.Fate = ChangeFate.TooMany;
                    _accepted.Remove(candidate.Cause);
                }

                isDone = false;
            }
        }
    }

    private ChangeFate FateOf(Candidate candidate, ChangeEvidence evidence)
    {
        var places = new List<int>();
        var faults = new Dictionary<ChangeFate, int>();
        foreach (var session in candidate.Sessions)
        {
            var fault = session.Fault == ChangeFate.Learnt && !session.Causes.All(_accepted.Contains) ? ChangeFate.Others : session.Fault;
            if (fault == ChangeFate.Learnt)
            {
                places.Add(session.Place);
            }
            else
            {
                faults[fault] = faults.GetValueOrDefault(fault) + 1;
            }
        }

        if (candidate.Sessions.Count - places.Count <= LargestFaultyShare * candidate.Sessions.Count)
        {
            return evidence.Judge(places);
        }

        return faults.OrderByDescending(fault => fault.Value).ThenBy(fault => fault.Key).First().Key;
    }

    // Learnt if the session looks like no fault.
    private ChangeFate FaultOf(LogKeySequence sequence, in KeptFacts facts, IReadOnlyList<AnomalyPattern> causes)
    {
        foreach (var error in facts.Errors)
        {
            var key = _vocabulary.Resolve(error);
            if (!_usualErrors.Contains(key) || causes.Any(cause => ChangeCause.Reports(cause, key)))
            {
                return ChangeFate.Errors;
            }
        }

        return facts.IsTroubled ? ChangeFate.Others : EndsAsUsual(sequence) ? ChangeFate.Learnt : ChangeFate.Ends;
    }

    // Lines that are new may follow the usual end.
    private bool EndsAsUsual(LogKeySequence sequence)
    {
        var last = Array.FindLastIndex(sequence.Keys, key => _knows(key));
        return last >= 0 && _usualEnds.Contains(sequence.Keys[last]);
    }

    private SessionHabits HabitsOf(IReadOnlyList<(LogKeySequence Sequence, KeptFacts Facts)> kept, double rate)
    {
        var (ends, errors) = (new KeyTally(), new KeyTally());
        foreach (var (sequence, facts) in kept)
        {
            if (sequence is { IsWhole: true, Keys.Length: > 0 } && !facts.IsTroubled && _recheck.CausesOf(sequence).Count == 0)
            {
                ends.Add(sequence.Keys.AsSpan(sequence.Keys.Length - 1));
                if (facts.IsKnown)
                {
                    errors.Add(Array.ConvertAll(facts.Errors, _vocabulary.Resolve));
                }
            }
        }

        return new SessionHabits(ends.Usual(rate), errors.Usual(rate));
    }

    /// <summary>A change, and the sessions that it was reported in.</summary>
    internal sealed class Candidate(AnomalyPattern cause)
    {
        /// <summary>The change; see <see cref="ChangeCause"/>.</summary>
        public AnomalyPattern Cause { get; } = cause;

        /// <summary>Its sessions among the recent ones, in order of time.</summary>
        public List<Reported> Sessions { get; } = [];

        /// <summary>Whether it is learnt.</summary>
        public ChangeFate Fate { get; set; }
    }

    /// <summary>A session in which something is reported.</summary>
    /// <param name="Place">Its place among the recent sessions.</param>
    /// <param name="Causes">The changes in it.</param>
    /// <param name="Fault">The reason that it looks like a fault; <see cref="ChangeFate.Learnt"/> if there is none.</param>
    internal sealed record Reported(int Place, IReadOnlyList<AnomalyPattern> Causes, ChangeFate Fault);
}
