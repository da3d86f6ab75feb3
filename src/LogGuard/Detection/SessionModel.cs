using System.Diagnostics;
using System.Runtime.CompilerServices;
using LogGuard.Diagnostics;
using LogGuard.Keys;
using LogGuard.Models.Windows;
using LogGuard.Primitives;
using LogGuard.Sequences;
using LogGuard.Workflows.Following;

namespace LogGuard.Detection;

/// <summary>
/// The trained model of sessions: an ordered list of questions about each event and each session's end, and the workflows that
/// explain their findings. Only accessed by the reader once it is in use.
/// </summary>
internal sealed class SessionModel
{
    private const int UnrolledCount = 4;

    private readonly IQuestion[] _questions;
    private readonly QuestionCost[] _costs;
    private readonly IQuestion? _first;
    private readonly IQuestion? _second;
    private readonly IQuestion? _third;
    private readonly IQuestion? _fourth;
    private JudgedEvents _events = new();
    private LearntWorkflows _workflows = LearntWorkflows.None;

    /// <param name="symbols">The keys that occurred in training; shared with the questions.</param>
    /// <param name="sessionCount">Number of sessions learnt from.</param>
    /// <param name="eventCount">Number of events learnt from.</param>
    /// <param name="questions">The questions in the order in which they are asked.</param>
    public SessionModel(SymbolMap symbols, int sessionCount, long eventCount, params IEnumerable<IQuestion> questions)
    {
        Symbols = symbols;
        SessionCount = sessionCount;
        EventCount = eventCount;
        _questions = [.. questions];
        _costs = [.. _questions.Select(question => new QuestionCost(question.Name, _events))];
        (_first, _second, _third, _fourth) =
            (_questions.ElementAtOrDefault(0), _questions.ElementAtOrDefault(1), _questions.ElementAtOrDefault(2), _questions.ElementAtOrDefault(3));
        WindowSize = Math.Max(1, _questions.Select(question => question.WindowSize).DefaultIfEmpty().Max());
        Predictor = _questions.OfType<IStepPredictor>().FirstOrDefault();
        Likeness = _questions.OfType<ILikenessSource>().FirstOrDefault()?.Likeness;
        Batched = _questions.OfType<IBatchedQuestion>().FirstOrDefault();
    }

    /// <summary>The keys that occurred in training.</summary>
    public SymbolMap Symbols { get; }

    /// <summary>Number of sessions learnt from.</summary>
    public int SessionCount { get; }

    /// <summary>Number of events learnt from.</summary>
    public long EventCount { get; }

    /// <summary>Number of previous keys that a session must keep for its windows; at least 1.</summary>
    public int WindowSize { get; }

    /// <summary>The questions in the order in which they are asked.</summary>
    public IReadOnlyList<IQuestion> Questions => _questions;

    /// <summary>The cost of each question so far, in the same order. Sessions that are judged again do not count.</summary>
    public IReadOnlyList<QuestionCost> Costs => _costs;

    /// <summary>Predicts the next keys; null if no question does.</summary>
    public IStepPredictor? Predictor { get; }

    /// <inheritdoc cref="ILikenessSource.Likeness"/>
    public TemplateLikeness? Likeness { get; }

    /// <summary>The question that judges windows ahead; null if there is none.</summary>
    public IBatchedQuestion? Batched { get; }

    /// <summary>The answers, by which patterns marked normal are not raised; null if anomalies cannot be answered.</summary>
    public FeedbackMarks? Marks { get; set; }

    /// <summary>
    /// The workflows of usual sessions, with lessons from answers; empty if none was mined. Workflows do not judge; they explain
    /// anomalies. Setting them discards the lessons.
    /// </summary>
    public WorkflowSet Workflows
    {
        get => _workflows.Current;
        set => _workflows = LearntWorkflows.Of(value);
    }

    /// <summary>The workflows as training mined them.</summary>
    public WorkflowSet TrainedWorkflows => _workflows.Trained;

    /// <summary>The answers that <see cref="Workflows"/> learnt from; including those that could not be learnt.</summary>
    public IReadOnlyList<AnomalyPattern> LearntLessons => _workflows.Lessons;

    /// <summary>The promise that the learnt sessions allow.</summary>
    /// <param name="target">The target share of normal sessions that are reported.</param>
    public DetectorCalibration Calibrate(double target)
    {
        var questions = _questions.Where(question => question.ExpectedAlarmRate is not null)
            .Select(question => new QuestionCalibration(question.Name, question.ExpectedAlarmRate!.Value)).ToArray();
        var expected = Math.Min(1, questions.Sum(question => question.Expected));
        var (lowest, highest) = BinomialInterval.Of(expected * SessionCount, SessionCount, DetectorCalibration.Confidence);
        return new DetectorCalibration
        {
            Target = target,
            Expected = expected,
            Lowest = lowest,
            Highest = highest,
            SessionCount = SessionCount,
            Questions = questions,
        };
    }

    /// <inheritdoc cref="IQuestion.ChangeCount"/>
    public long ChangeCount
    {
        get
        {
            var count = 0L;
            foreach (var question in _questions)
            {
                count += question.ChangeCount;
            }

            return count;
        }
    }

    /// <summary>The question of a type; null if it is not asked.</summary>
    public T? Find<T>()
        where T : class, IQuestion => _questions.OfType<T>().FirstOrDefault();

    /// <summary>Replaces the current workflows by some that learnt from answers.</summary>
    public SessionModel WithWorkflows(WorkflowSet workflows, IReadOnlyList<AnomalyPattern> lessons)
    {
        _workflows = _workflows with { Current = workflows, Lessons = lessons };
        return this;
    }

    /// <summary>Returns this model with one question replaced; its answers, workflows and other questions stay.</summary>
    public SessionModel With(IQuestion earlier, IQuestion later)
    {
        var model = new SessionModel(
            Symbols, SessionCount, EventCount, _questions.Select(question => ReferenceEquals(question, earlier) ? later : question))
        {
            Marks = Marks,
            _workflows = _workflows,
        };
        model.ContinueCosts(this);
        return model;
    }

    /// <summary>Continues the costs of the model that this one replaces, so that they never decrease. Called before the model is in use.</summary>
    public void ContinueCosts(SessionModel earlier)
    {
        _events = earlier._events;
        for (var i = 0; i < _costs.Length; i++)
        {
            var name = _questions[i].Name;
            _costs[i] = Array.Find(earlier._costs, cost => cost.Question == name) ?? new QuestionCost(name, _events);
        }
    }

    /// <summary>Lets all questions learn the answers that they can learn immediately. Called on the thread that judges.</summary>
    public void Learn(IReadOnlyList<AnomalyPattern> normal)
    {
        foreach (var question in _questions)
        {
            question.Learn(normal);
        }
    }

    /// <summary>Replaces learnt keys that were merged into others. Called on the thread that judges.</summary>
    public void MergeKeys(LogKeyVocabulary vocabulary)
    {
        if (!vocabulary.HasAliases)
        {
            return;
        }

        _workflows = _workflows.Resolve(vocabulary);
        Symbols.See(Symbols.SeenKeys.Select(vocabulary.Resolve).ToArray());
        var aliases = new Dictionary<int, int>();
        foreach (var key in Symbols.Keys)
        {
            if (vocabulary.Resolve(key) is var target && target != key)
            {
                Symbols.Merge(key, target);
                aliases.Add(key, target);
            }
        }

        if (aliases.Count > 0)
        {
            foreach (var question in _questions)
            {
                question.MergeKeys(aliases);
            }
        }
    }

    /// <summary>Judges an event before it is added to its session.</summary>
    /// <param name="session">The session.</param>
    /// <param name="record">The event.</param>
    /// <param name="elapsedSeconds">Seconds since the session's previous event; NaN if there is none.</param>
    /// <param name="values">Reads the event's values.</param>
    /// <param name="verdict">The anomaly, or the finding that is none because it was marked normal.</param>
    public bool IsAnomalous(Session session, in LogRecord record, double elapsedSeconds, EventValues values, out Verdict verdict)
    {
        values.Clear();
        var judgement = new EventJudgement(session, record, elapsedSeconds, Marks, values);
        if ((_events.CountOne() & (QuestionCost.SamplingInterval - 1)) == 1)
        {
            JudgeMeasured(ref judgement);
        }
        else
        {
            Judge(ref judgement);
        }

        verdict = judgement.Verdict;
        if (verdict.Question is null)
        {
            return false;
        }

        _costs[Array.IndexOf(_questions, verdict.Question)].CountRaised();
        return true;
    }

    /// <summary>Judges a key of a kept session again, without values and times.</summary>
    public bool IsAnomalous(Session session, int key, out Verdict verdict)
    {
        var judgement = new EventJudgement(session, key, Marks);
        Judge(ref judgement);
        verdict = judgement.Verdict;
        return judgement.IsAnomalous;
    }

    /// <summary>
    /// Judges a session that has ended. A session in which something was reported is not judged: missing steps at its end
    /// have the same cause.
    /// </summary>
    public bool IsEndAnomalous(Session session, out Verdict verdict) => IsEndAnomalous(session, _costs, out verdict);

    /// <summary>Judges the end of a kept session again.</summary>
    public bool IsEndAnomalousAgain(Session session, out Verdict verdict) => IsEndAnomalous(session, costs: null, out verdict);

    private void Judge(ref EventJudgement judgement)
    {
        // Unrolled: each call site sees one type, so that the JIT can devirtualize the call.
        _first?.Judge(ref judgement);
        _second?.Judge(ref judgement);
        _third?.Judge(ref judgement);
        _fourth?.Judge(ref judgement);
        for (var i = UnrolledCount; i < _questions.Length; i++)
        {
            _questions[i].Judge(ref judgement);
        }
    }

    private bool IsEndAnomalous(Session session, QuestionCost[]? costs, out Verdict verdict)
    {
        verdict = Verdict.None;
        if (session.HasHole || session.AnomalyCount > 0)
        {
            return false;
        }

        var judgement = new EndJudgement(session, Marks);
        for (var i = 0; i < _questions.Length && !judgement.IsAnomalous; i++)
        {
            _questions[i].JudgeEnd(ref judgement);
            costs?[i].CountEnd(judgement.IsAnomalous);
        }

        verdict = judgement.Verdict;
        return judgement.IsAnomalous;
    }

    // Reading the clock takes as long as a question: one event in 1,024 is timed and stands for the others.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void JudgeMeasured(ref EventJudgement judgement)
    {
        for (var i = 0; i < _questions.Length; i++)
        {
            var started = Stopwatch.GetTimestamp();
            _questions[i].Judge(ref judgement);
            _costs[i].Measure(Stopwatch.GetTimestamp() - started);
        }
    }
}
