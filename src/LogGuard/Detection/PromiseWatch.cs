using LogGuard.Diagnostics;
using LogGuard.Keys;
using LogGuard.Sequences;

namespace LogGuard.Detection;

/// <summary>
/// Watches whether each question reports no more sessions than the learnt ones promise. A question that reports more for a day or
/// longer, in sessions that are otherwise as usual, takes what it reports steadily as normal, or lowers its threshold, and says so.
/// Only accessed by the reader.
/// </summary>
/// <remarks>
/// <para>
/// Sessions are counted in blocks, and twelve of them are judged together. An outage of hours is in a few blocks and moves neither the
/// number of blocks above the promise nor their median. An outage that lasts shows in the sessions themselves: a session with an
/// error, with a reported warning, with a second finding or with an unusual end is no evidence, and a block with more errors than
/// usual, or with every fourth session reported, is none at all.
/// </para>
/// <para>
/// New templates are counted, but left to <see cref="KeyAdoption"/>. A question that promises nothing is only counted.
/// </para>
/// </remarks>
internal sealed partial class PromiseWatch
{
    /// <summary>Fewest sessions of a block: twelve blocks are thousands of sessions.</summary>
    internal const int SessionsPerBlock = 500;

    /// <summary>Number of blocks that are judged together.</summary>
    internal const int BlockCount = 12;

    /// <summary>Number of blocks that are kept, so that twelve can be found among troubled ones.</summary>
    internal const int KeptBlocks = 2 * BlockCount;

    /// <summary>Most places of reports that are told apart at a time; further ones are only counted.</summary>
    internal const int PlaceLimit = 1_000;

    /// <summary>
    /// Probability that a question whose promise is kept is ever taken for one that breaks it, as in tests of significance; divided
    /// among the questions and the tests, of which the j-th has 1 / (j (j + 1)).
    /// </summary>
    internal const double ErrorProbability = 0.05;

    // Twelve blocks take a day at least: each hour of it has its own operation. KeyQuarantine watches as long.
    private static readonly long TicksPerBlock = TimeSpan.TicksPerDay / BlockCount;

    private readonly LogKeyVocabulary _vocabulary;
    private readonly FeedbackMarks _feedback;
    private readonly DiagnosticLog _diagnostics;
    private readonly PromiseRecalibration _recalibration;
    private readonly double _target;
    private readonly Dictionary<AnomalyPattern, PromisePlace> _places = new(AnomalyPattern.Comparer);
    private readonly List<PromiseBlock> _blocks = [];
    private readonly UsualSessions _usual = new();
    private SessionModel? _model;
    private QuestionPromise[] _promises = [];
    private long[] _since = [];
    private int _sessionCount;
    private PromiseBlock? _open;
    private volatile PromiseTotals? _totals;

    /// <param name="target">The target share of normal sessions that are reported.</param>
    /// <param name="vocabulary">The templates.</param>
    /// <param name="feedback">The answers, to which it adds.</param>
    /// <param name="diagnostics">Receives what it does.</param>
    /// <param name="replace">Puts a question into the place of another one.</param>
    public PromiseWatch(
        double target, LogKeyVocabulary vocabulary, FeedbackMarks feedback, DiagnosticLog diagnostics, Action<IQuestion, IQuestion> replace)
    {
        (_target, _vocabulary, _feedback, _diagnostics) = (target, vocabulary, feedback, diagnostics);
        _recalibration = new PromiseRecalibration(vocabulary, feedback, replace);
    }

    /// <summary>The measurement so far; null before the first session. Any thread may read it.</summary>
    public MeasuredAlarmRate? Measured => _totals?.ToRate();

    /// <summary>Records a report in an open session.</summary>
    /// <param name="session">The session.</param>
    /// <param name="verdict">The verdict, with its question.</param>
    /// <param name="severity">The level of the line.</param>
    public static void OnReported(Session session, Verdict verdict, LogSeverity severity)
    {
        if (!session.Id.IsStream)
        {
            var isHarmless = severity < LogSeverity.Warning && verdict.Kind != AnomalyKind.CutShort && verdict.Pattern?.Key != Boundary.End;
            (session.Reports ??= new SessionReports()).Add(verdict.Question!.Name, verdict.Pattern, verdict.Surprise, isHarmless);
        }
    }

    /// <summary>Counts a session that has ended and was judged.</summary>
    /// <param name="session">The session; not the one stream.</param>
    /// <param name="model">The model that judged it.</param>
    /// <param name="hasUsualCounts">Whether its counts are usual, apart from those of one or two keys.</param>
    public void OnEnd(Session session, SessionModel model, Func<Session, (int Key, int Partner), bool> hasUsualCounts)
    {
        // Reports before a restart are not known.
        if (session.HasHole || session.RaisedCount > (session.Reports?.Count ?? 0))
        {
            return;
        }

        if (!ReferenceEquals(model, _model))
        {
            Begin(model);
        }

        var now = session.LastTimestamp;
        _open ??= Open(0, now);
        _open.Sessions++;
        _open.Errors += session.HasErrors ? 1 : 0;
        if (session.Reports is { } reports)
        {
            Add(session, reports, hasUsualCounts);
        }
        else if (!session.HasErrors)
        {
            _usual.Add(session);
        }

        _totals!.Add(session.Reports is not null);
        if (_open.Sessions >= SessionsPerBlock && now - _open.From >= TicksPerBlock)
        {
            Close(now);
        }
    }

    /// <summary>Forgets the places of keys that were merged.</summary>
    public void MergeKeys()
    {
        foreach (var key in _places.Keys.Where(place => AnomalyPattern.KeysOf(place.Values.ToArray()).ToArray().Any(key => _vocabulary.Resolve(key) != key)).ToArray())
        {
            _places.Remove(key);
        }
    }

    // A model that has only learnt answers promises the same.
    private void Begin(SessionModel model)
    {
        var promises = QuestionPromise.Of(model, _target);
        _model = model;
        if (_totals is null || model.SessionCount != _sessionCount || !promises.SequenceEqual(_promises))
        {
            (_promises, _sessionCount) = (promises, model.SessionCount);
            Clear();
        }
    }

    private void Clear()
    {
        _since = new long[_promises.Length];
        _places.Clear();
        _blocks.Clear();
        _usual.Clear();
        _open = null;
        CountTotals();
    }

    private PromiseBlock Open(long number, long from)
    {
        foreach (var place in _places.Values)
        {
            place.Begin(number);
        }

        return new PromiseBlock(number, from, _promises.Length);
    }

    private void Add(Session session, SessionReports reports, Func<Session, (int Key, int Partner), bool> hasUsualCounts)
    {
        _open!.Reported++;
        var pattern = reports.Pattern as AnomalyPattern;
        foreach (var name in reports.Questions)
        {
            var question = Array.FindIndex(_promises, promise => promise.Question == name);
            if (question < 0)
            {
                continue;
            }

            var isQuiet = reports is { IsOfOnePattern: true, IsHarmless: true } && pattern is { IsOfKey: false } && !session.HasErrors
                && !_feedback.IsMarkedAnomalous(pattern.Values) && _usual.EndAs(session, _promises[question].IsMade ? _promises[question].Bound : _target)
                && PlaceKeys(pattern) is var keys && (!pattern.IsOfStep || (keys.Key != LogKey.Unknown && keys.Partner != LogKey.Unknown))
                && hasUsualCounts(session, keys);
            _open.Add(question, isQuiet, reports.Surprise);
            _totals!.Add(question);
            if (pattern is { IsOfKey: false } && reports.Questions.Count == 1)
            {
                AddPlace(PromisePlace.Of(pattern), pattern, question, isQuiet);
            }
        }
    }

    private void AddPlace(AnomalyPattern key, AnomalyPattern pattern, int question, bool isQuiet)
    {
        if (!_places.TryGetValue(key, out var place))
        {
            if (_places.Count >= PlaceLimit)
            {
                return;
            }

            _places.Add(key, place = new PromisePlace(key, question));
        }

        place.Add(_open!.Number, pattern, isQuiet);
    }

    private static (int Key, int Partner) PlaceKeys(AnomalyPattern pattern) =>
        pattern.IsOfStep ? (pattern.Values[^1], pattern.Values[^2]) : pattern.IsOfCount ? (pattern.Values[1], pattern.Values[2]) : default;

    private void Close(long now)
    {
        var block = _open!;
        block.IsTroubled = block.Reported > KeyAdoption.LargestReportedShare * block.Sessions || _usual.HaveFewerErrorsThan(block);
        if (!block.IsTroubled)
        {
            _usual.Add(block);
        }

        _blocks.Add(block);
        if (_blocks.Count > KeptBlocks - 1)
        {
            _blocks.RemoveAt(0);
        }

        for (var question = 0; question < _promises.Length; question++)
        {
            Judge(question, block.Number + 1);
        }

        _open = Open(block.Number + 1, now);
        foreach (var key in _places.Where(entry => entry.Value.IsEmpty).Select(entry => entry.Key).ToArray())
        {
            _places.Remove(key);
        }

        CountTotals();
    }

    private void CountTotals()
    {
        var totals = new PromiseTotals(_promises);
        _blocks.ForEach(totals.Add);
        if (_open is not null)
        {
            totals.Add(_open);
        }

        _totals = totals;
    }

    private void Judge(int question, long next)
    {
        var promise = _promises[question];
        PromiseBlock[] blocks = [.. _blocks.Where(block => !block.IsTroubled && block.Number >= _since[question]).TakeLast(BlockCount)];
        if (!promise.IsMade || blocks.Length < BlockCount)
        {
            return;
        }

        var stretch = new PromiseStretch(blocks, question, promise);
        var error = ErrorProbability / _promises.Length / ((double)next * (next + 1));
        if (!stretch.IsBroken(error))
        {
            return;
        }

        // Later sessions are counted anew: each stretch is acted on, and told, once.
        _since[question] = next;
        _diagnostics.Tell(
            $"'{promise.Question}' reported {PerThousand(stretch.Hits, stretch.Sessions)} in 1,000 sessions over the last {Wording.Number(stretch.Sessions)}; at most {PerThousand(promise.Bound, 1)} were promised: "
            + (stretch.IsBrokenByUsual(error) ? Recalibrate(promise, stretch)
                : "but they came with errors, in sessions that ended in another way, or in which something else was wrong. Nothing is taken as normal by itself; answer them, or let the detector train again."));
    }

    private string Recalibrate(QuestionPromise promise, PromiseStretch stretch)
    {
        var adopted = new List<PromisePlace>();
        var asked = _model!.Questions.First(question => question.Name == promise.Question);
        var done = _recalibration.Apply(asked, stretch, _places.Values, adopted);
        adopted.ForEach(place => _places.Remove(place.Key));
        return done;
    }

    private static string PerThousand(double count, double sessions) => FormattableString.Invariant($"{1000 * count / sessions:0.#}");
}
