using LogGuard.Diagnostics;
using LogGuard.Keys;
using LogGuard.Semantics;
using LogGuard.Sequences;

namespace LogGuard.Detection;

/// <summary>
/// Templates whose wording changed. A template that was never learnt is judged as a learnt one from its first line on if it is more
/// alike to it than different steps of this log are to each other, says nothing contrary, is no warning or error, and comes where the
/// learnt one is expected. It is reported once, as a question. Only accessed by the reader.
/// </summary>
/// <remarks>
/// <para>
/// A learnt template that came in this process, too, speaks against it: one version of an application has one wording. Then only
/// nearly the same words suffice (<see cref="TemplateLikeness.Same"/>), as when a log of several versions is read. The same is asked
/// of a second template for the same learnt one. If the learnt template comes again after the question, the alias ends.
/// </para>
/// <para>
/// A template that is less alike is an unknown line at first. Each session in which it comes where the learnt one is expected, which has
/// not come at all, makes up for words; see <see cref="RenamingDoubts"/>.
/// </para>
/// <para>
/// Answered as normal, the key is merged into the learnt one for good. Answered as anomalous, the alias ends, and the template is an
/// unknown line. Lines are stored and learnt under the learnt key meanwhile, so that training again changes nothing.
/// </para>
/// </remarks>
internal sealed class RenamedTemplates(LogKeyVocabulary vocabulary, FeedbackMarks feedback, DiagnosticLog diagnostics, ITemplateVectorizer? vectorizer)
{
    /// <summary>Most templates that were asked about and not answered.</summary>
    internal const int Limit = 1_000;

    /// <summary>Lines with a learnt template after which it still comes. One or two may be of sessions that an earlier process began.</summary>
    internal const int FewestEarlier = 3;

    private const int FewestWords = 2;

    // Of the alike templates, the nearest that is expected here is taken. Of the less alike ones the place chooses: common words alone
    // may be nearer to many others.
    private const int AlikeLimit = 3;
    private const int CandidateLimit = 100;

    private readonly Dictionary<int, RenamedKey> _keys = [];
    private readonly KeySet _came = new();
    private readonly List<int> _room = [];

    // The learnt key by key; 0 for none. Empty while no template is renamed.
    private int[] _earlier = [];
    private RenamedKey?[] _byEarlier = [];
    private long _feedbackSeen = -1;
    private readonly Dictionary<int, Candidate[]> _candidates = [];
    private readonly RenamingDoubts _doubts = new();
    private TemplateLikeness? _likeness;
    private bool _isBroken;

    /// <summary>Whether any key stands for another one.</summary>
    public bool HasAny => _earlier.Length > 0;

    /// <summary>Increases with each change, so that the saver can tell whether the state is saved.</summary>
    public long ChangeCount { get; private set; }

    /// <summary>Merges keys for good. Set by the owner.</summary>
    public Action OnMerged { get; set; } = static () => { };

    /// <summary>The state to save.</summary>
    public RenamedKeyState[] State =>
        [.. _keys.Values.OrderBy(key => key.Key).Select(key => new RenamedKeyState(key.Key, key.Earlier, key.Similarity, key.MayStay, key.IsWithdrawn))];

    /// <summary>Goes on from what another process knew. Called before the first event.</summary>
    public void Restore(IEnumerable<RenamedKeyState> saved)
    {
        foreach (var one in saved)
        {
            var renamed = new RenamedKey { Key = one.Key, Earlier = one.Earlier, Similarity = one.Similarity, MayStay = one.MayStay, IsWithdrawn = one.IsWithdrawn };
            _keys.TryAdd(one.Key, renamed);
        }

        Build();
    }

    /// <summary>Replaces the keys of renamed templates. Only called if there are any.</summary>
    public void Resolve(Span<LogRecord> records)
    {
        if (feedback.Version != _feedbackSeen)
        {
            TakeAnswers();
        }

        foreach (ref var record in records)
        {
            if ((uint)record.Key >= (uint)_earlier.Length)
            {
                continue;
            }

            if (_earlier[record.Key] is var earlier and > 0)
            {
                // A warning stays what it is.
                record = record.Severity >= LogSeverity.Warning ? record : record with { Key = earlier };
            }
            else if (_byEarlier[record.Key] is { MayStay: false } renamed && ++renamed.EarlierCount >= FewestEarlier)
            {
                Withdraw(renamed.Earlier);
            }
        }
    }

    /// <summary>Takes note of the templates of a session that began and ended in this process.</summary>
    public void OnEnd(Session session)
    {
        if (vectorizer is null)
        {
            return;
        }

        _room.Clear();
        session.Counts.CopyKeysTo(_room);
        foreach (var key in _room)
        {
            _came.Add(key);
        }
    }

    /// <summary>Decides whether an unknown line is a learnt one with another wording, before it is added to its session.</summary>
    /// <param name="model">The model.</param>
    /// <param name="session">The session without the line.</param>
    /// <param name="record">The line.</param>
    /// <param name="hasCome">Whether a learnt key came in this process while it was collecting, or in a session that is open.</param>
    /// <param name="earlier">The learnt key.</param>
    /// <param name="proposal">The question to report; null if it was reported.</param>
    /// <returns>False if it is an unknown line.</returns>
    public bool TryFind(
        SessionModel model, Session session, in LogRecord record, Func<int, bool> hasCome, out int earlier, out RenamedTemplate? proposal)
    {
        (earlier, proposal) = (LogKey.Unknown, null);
        if (vectorizer is null || record.Key == LogKey.Unknown)
        {
            return false;
        }

        if (record.Severity >= LogSeverity.Warning)
        {
            _doubts.Exclude(record.Key);
            return false;
        }

        if (_keys.TryGetValue(record.Key, out var renamed))
        {
            // Its first line was in the same batch.
            earlier = renamed.Earlier;
            return !renamed.IsWithdrawn;
        }

        proposal = _keys.Count < Limit && !feedback.IsMarkedAnomalous(record.Key)
            ? Propose(model, session, record, hasCome)
            : null;
        earlier = proposal is null ? LogKey.Unknown : _keys[record.Key].Earlier;
        return proposal is not null;
    }

    private RenamedTemplate? Propose(SessionModel model, Session session, in LogRecord record, Func<int, bool> hasCome)
    {
        if (model.Likeness is not { } likeness || model.Predictor is not { } next)
        {
            return null;
        }

        var isNewOccasion = _doubts.IsNewOccasion(session, record);
        foreach (var candidate in CandidatesOf(record.Key, likeness))
        {
            var earlier = vocabulary.Resolve(candidate.Key);
            var count = 1;
            if (!candidate.IsAlike && !(isNewOccasion && IsInPlace(next, session, record.Key, candidate, earlier, out count)))
            {
                continue;
            }

            var stillComes = _came.Contains(earlier) || IsTaken(earlier) || HasCome(earlier, hasCome);
            if ((stillComes && candidate.Similarity < likeness.Same) || !next.Expects(session, earlier, out var chance))
            {
                continue;
            }

            _doubts.Remove(record.Key);
            return Take(
                record.Key, earlier, candidate.Similarity, likeness,
                $"it comes where {Wording.Quote(vocabulary.GetTemplate(earlier))} is expected with {Wording.Percent(chance)}, "
                    + (count > 1 ? $"as in {Wording.Number(count - 1)} sessions before, " : "")
                    + (stillComes ? "which still comes, too" : "which has not come since the start"));
        }

        return null;
    }

    // Whether its places make up for words that are not alike enough.
    private bool IsInPlace(IStepPredictor next, Session session, int key, Candidate candidate, int earlier, out int count)
    {
        count = 0;
        return !_came.Contains(earlier) && !IsTaken(earlier)
            && _doubts.Add(key, earlier, candidate.Chance, next.Expects(session, earlier, out var chance), chance, out count);
    }

    // Looks through all open sessions, so that what is found is kept.
    private bool HasCome(int earlier, Func<int, bool> hasCome)
    {
        if (!hasCome(earlier))
        {
            return false;
        }

        _came.Add(earlier);
        return true;
    }

    private RenamedTemplate Take(int key, int earlier, float similarity, TemplateLikeness likeness, string evidence)
    {
        _keys.Add(key, new RenamedKey { Key = key, Earlier = earlier, Similarity = similarity, MayStay = similarity >= likeness.Same });
        ChangeCount++;
        Build();
        return new RenamedTemplate
        {
            Earlier = vocabulary.GetTemplate(earlier),
            Later = vocabulary.GetTemplate(key),
            Similarity = Math.Round(similarity, 3),
            Evidence = $"{evidence}; different steps of this log are alike by {Wording.Quantity(Math.Round(likeness.Highest, 2))} at most",
        };
    }

    // The learnt templates that a template may be by its words, which do not change until the model does.
    private Candidate[] CandidatesOf(int key, TemplateLikeness likeness)
    {
        if (!ReferenceEquals(likeness, _likeness) || _candidates.Count >= Limit)
        {
            _candidates.Clear();
            _isBroken &= ReferenceEquals(likeness, _likeness);
            _likeness = likeness;
        }

        if (_isBroken)
        {
            return [];
        }

        if (!_candidates.TryGetValue(key, out var found))
        {
            try
            {
                likeness.Load(vectorizer!);
                found = [.. Compare(key, likeness)];
            }
            catch (Exception exception)
            {
                // A vectorizer of the application's own.
                (_isBroken, found) = (true, []);
                diagnostics.Warn(
                    $"renamed templates are not recognised until the model is trained again, since the vectors of its templates cannot be used: {exception.Message}");
            }

            _candidates.Add(key, found);
        }

        return found;
    }

    private IEnumerable<Candidate> Compare(int key, TemplateLikeness likeness)
    {
        var template = vocabulary.GetTemplate(key);
        var words = TemplateWords.Of(template);
        var rank = 0;
        foreach (var (learnt, similarity) in likeness.Find(template, CandidateLimit, least: 0))
        {
            rank++;
            var earlier = vocabulary.GetTemplate(learnt);
            var earlierWords = TemplateWords.Of(earlier);
            if (vocabulary.IsMined(learnt) != vocabulary.IsMined(key) || ContraryWords.Differ(earlierWords, words))
            {
                continue;
            }

            var isAlike = rank <= AlikeLimit && (similarity > likeness.Alike || (similarity > TemplateLikeness.LeastAlike && KeepsAll(earlierWords, words)));
            if (isAlike || ((similarity > TemplateLikeness.LeastAlike || KeepsHalf(earlierWords, words)) && TemplateHoles.CountIn(earlier) == TemplateHoles.CountIn(template)))
            {
                yield return new Candidate(learnt, similarity, isAlike, likeness.ChanceOf(similarity));
            }
        }
    }

    // A template with all words of the earlier one says what that said, and more. A word that the log never had weighs most, and of a
    // template of two words one is half.
    private static bool KeepsAll(IReadOnlyList<string> earlier, IReadOnlyList<string> later) => earlier.Count >= FewestWords && !earlier.Except(later).Any();

    // More words are common than not, however much the log's vectors make of a word that is new to them.
    private static bool KeepsHalf(IReadOnlyList<string> earlier, IReadOnlyList<string> later) =>
        earlier.Intersect(later).Count() is var common && common > 0 && common * 2 >= Math.Max(earlier.Distinct().Count(), later.Distinct().Count());

    private bool IsTaken(int earlier) => (uint)earlier < (uint)_byEarlier.Length && _byEarlier[earlier] is not null;

    private void TakeAnswers()
    {
        _feedbackSeen = feedback.Version;
        Span<int> room = stackalloc int[2];
        foreach (var renamed in _keys.Values.ToArray())
        {
            if (feedback.IsMarkedAnomalous(renamed.Key))
            {
                _keys.Remove(renamed.Key);
                ChangeCount++;
            }
            else if (!renamed.IsWithdrawn && feedback.IsNormal(AnomalyPattern.OfKey(room, renamed.Key)))
            {
                _keys.Remove(renamed.Key);
                ChangeCount++;
                vocabulary.AddAlias(renamed.Key, renamed.Earlier);
                diagnostics.Tell($"{Wording.Quote(vocabulary.GetTemplate(renamed.Earlier))} has another wording from now on, as it was answered.");
                OnMerged();
            }
        }

        Build();
    }

    // One that is alike enough to stay beside it stays.
    private void Withdraw(int earlier)
    {
        foreach (var renamed in _keys.Values)
        {
            if (renamed.Earlier == earlier && !renamed.IsWithdrawn && renamed.EarlierCount >= FewestEarlier && !renamed.MayStay)
            {
                renamed.IsWithdrawn = true;
                ChangeCount++;
                diagnostics.Tell($"{Wording.Quote(vocabulary.GetTemplate(renamed.Key))} is an unknown line again: {Wording.Quote(vocabulary.GetTemplate(earlier))}, whose place it took, still comes.");
            }
        }

        Build();
    }

    private void Build()
    {
        RenamedKey[] used = [.. _keys.Values.Where(renamed => !renamed.IsWithdrawn)];
        var length = used.Length == 0 ? 0 : used.Max(renamed => Math.Max(renamed.Key, renamed.Earlier)) + 1;
        (_earlier, _byEarlier) = (new int[length], new RenamedKey?[length]);
        foreach (var renamed in used)
        {
            _earlier[renamed.Key] = renamed.Earlier;
            if (!renamed.MayStay || _byEarlier[renamed.Earlier] is null)
            {
                _byEarlier[renamed.Earlier] = renamed;
            }
        }
    }

    // A learnt template that another one may be.
    private readonly record struct Candidate(int Key, float Similarity, bool IsAlike, double Chance);
}
