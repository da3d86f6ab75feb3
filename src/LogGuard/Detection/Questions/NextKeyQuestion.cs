using LogGuard.Keys;
using LogGuard.Models.NextKey;
using LogGuard.Models.Windows;
using LogGuard.Neural;
using LogGuard.Sequences;

namespace LogGuard.Detection.Questions;

/// <summary>
/// Asks whether a key, or the session's end, was expected behind the keys before it (Du et al., DeepLog, CCS 2017, section
/// 3.1). Each update from answers (section 3.3) starts from the trained network.
/// </summary>
internal sealed class NextKeyQuestion : IStepPredictor, IBatchedQuestion, IBackgroundLearner, IThresholdQuestion
{
    public const string QuestionName = "NextKey";

    /// <summary>Probability of the actual step behind another one, from which that other step counts as skipped.</summary>
    private const float LikelyAfterSkip = 0.2f;

    // The largest floor that training sets is 0.01: all other steps together are not more likely than that.
    private const float OnlyStep = 0.99f;

    private readonly int[] _pattern;

    public NextKeyQuestion(NextKeyJudge judge)
    {
        KeyJudge = judge;
        _pattern = new int[AnomalyPattern.RoomFor(WindowSize)];
    }

    public string Name => QuestionName;

    public int WindowSize => Model.WindowSize;

    public double? ExpectedAlarmRate => KeyJudge.BackOff?.ExpectedAlarmRate;

    /// <summary>Judges keys by the keys before them.</summary>
    public NextKeyJudge KeyJudge { get; }

    /// <summary>Predicts the next key.</summary>
    public NextKeyModel Model => KeyJudge.Model;

    /// <summary>The start of each update of the network; null if it cannot be updated.</summary>
    public UpdateBasis? Basis { get; init; }

    /// <summary>Patterns that the network in use was updated with, including those that it did not accept.</summary>
    public IReadOnlyList<AnomalyPattern> LearntSteps { get; set; } = [];

    /// <summary>Whether the next key is judged by a network that can be updated.</summary>
    public bool CanLearnSteps => Basis is not null && Model is LogKeyModel;

    void IQuestion.Judge(ref EventJudgement judgement)
    {
        if (judgement.IsSettled || !CanJudgeWindow(judgement.Session))
        {
            return;
        }

        var result = KeyJudge.Judge(judgement.Session.Window, judgement.Key);
        if (result.IsExpected)
        {
            return;
        }

        if (Model.Symbols.HasSeen(judgement.Key))
        {
            judgement.HideWindow(AnomalyKind.UnexpectedKey);
            return;
        }

        if (judgement.Session.Id.IsStream && KeyJudge.StreamSteps?.Knows(Model.Symbols, judgement.Session.Window, judgement.Key) == true)
        {
            // Only the number of repetitions before it is new.
            return;
        }

        var pattern = PatternOf(judgement.Session, judgement.Key);
        if (judgement.IsNormal(pattern))
        {
            if (!Model.Symbols.Knows(judgement.Key))
            {
                judgement.HideWindow(AnomalyKind.UnexpectedKey);
            }

            return;
        }

        if (judgement.IsNormal(AnomalyPattern.PlaceOfStep(stackalloc int[4], pattern)))
        {
            // No model has learnt what follows here: until it trains again, the windows with this step would be reported in its stead.
            judgement.HideWindow(AnomalyKind.UnexpectedKey);
            return;
        }

        judgement.Raise(new Verdict(AnomalyKind.UnexpectedKey, Surprise.Of(result.Probability))
        {
            Question = this,
            Pattern = AnomalyPattern.InSession(judgement.Session, pattern),
        });
    }

    public void JudgeEnd(ref EndJudgement judgement)
    {
        // A network that was shown no end gives none a chance.
        if (!Model.KnowsBoundaries || KeyJudge.Evidence is { HasEnds: false } || !CanJudgeWindow(judgement.Session))
        {
            return;
        }

        var result = KeyJudge.Judge(judgement.Session.Window, Boundary.End);
        judgement.EndProbability = result.Probability;
        if (!result.IsExpected && PatternOf(judgement.Session, Boundary.End) is var pattern && !judgement.IsNormal(pattern))
        {
            judgement.Raise(new Verdict(AnomalyKind.CutShort, Surprise.Of(result.Probability))
            {
                Question = this,
                Pattern = AnomalyPattern.InSession(judgement.Session, pattern),
            });
        }
    }

    public Explanation Explain(Verdict verdict, ExplanationContext context)
    {
        // The end is what is unexpected, so it is not listed as expected.
        if (verdict.Kind == AnomalyKind.CutShort)
        {
            return new Explanation(
                $"sessions do not end here; the chance of it is {Surprise.InWords(verdict.Surprise)}", context.ExpectedSteps(withoutEnd: true))
            {
                SkippedStep = context.SkippedInWorkflow,
            };
        }

        var expected = context.ExpectedSteps();
        var skipped = FindSkippedStep(context) ?? context.SkippedInWorkflow;
        var reason = skipped is not null
            ? $"the step {Wording.Quote(skipped)} was skipped"
            : $"this line does not come here; its chance is {Surprise.InWords(verdict.Surprise)}";
        return new Explanation(reason, expected) { SkippedStep = skipped };
    }

    public IReadOnlyList<(int Key, float Probability)> Expect(ReadOnlySpan<int> window, int limit) => KeyJudge.Expect(window, limit);

    public bool Expects(Session session, int key, out double chance)
    {
        chance = 0;
        if (!CanJudgeWindow(session))
        {
            return false;
        }

        var result = KeyJudge.Judge(session.Window, key);
        chance = result.Own ?? result.Probability;
        return result.IsExpected && (!result.IsBounded || chance * Model.Symbols.OutputCount >= 1);
    }

    public int TakeMissCount() => KeyJudge.TakeMissCount();

    public void Prepare(ReadOnlySpan<int> window, int next) => KeyJudge.Prepare(window, next);

    public void JudgePrepared() => KeyJudge.JudgePrepared();

    public void Learn(IReadOnlyList<AnomalyPattern> normal)
    {
        // The network learns in the background; until then the marks apply.
    }

    public BackgroundLesson? Prepare(IReadOnlyList<AnomalyPattern> normal, INeuralEngine engine, int seed)
    {
        if (!CanLearnSteps)
        {
            return null;
        }

        AnomalyPattern[] steps = StepsToLearn(normal);
        return steps.SequenceEqual(LearntSteps) ? null : new NextKeyLesson(this, steps, engine, seed);
    }

    public void MergeKeys(IReadOnlyDictionary<int, int> aliases)
    {
        // The symbols are shared with the model, which merges them.
    }

    public void Save(IQuestionWriter writer) => NextKeyFormat.Save(this, writer);

    /// <summary>
    /// The marked patterns that the network can learn, up to the limit of an update: keys of the model, or END, behind a window
    /// of its size, in any session. Called on the thread that judges.
    /// </summary>
    public AnomalyPattern[] StepsToLearn(IEnumerable<AnomalyPattern> normal) =>
    [
        .. normal.Where(pattern => pattern.IsOfStep && pattern.Values.Length == WindowSize + 2
            && Model.Symbols.ToOutput(pattern.Key) != SymbolMap.None
            && (pattern.Key != Boundary.End || Model.KnowsBoundaries)).Take(LogKeyModelUpdater.PairLimit),
    ];

    /// <summary>Patterns as windows of symbols with their targets. Called on the thread that judges.</summary>
    public WindowSet PairsOf(IReadOnlyList<AnomalyPattern> steps)
    {
        var windows = new int[steps.Count * WindowSize];
        var targets = new int[steps.Count];
        for (var i = 0; i < steps.Count; i++)
        {
            var values = steps[i].Values;
            for (var j = 0; j < WindowSize; j++)
            {
                windows[i * WindowSize + j] = Model.Symbols.ToInput(values[1 + j]);
            }

            targets[i] = Model.Symbols.ToOutput(steps[i].Key);
        }

        return new WindowSet(WindowSize, windows, targets, [.. Enumerable.Repeat(1f, steps.Count)]);
    }

    /// <summary>Returns this question with an updated network and an empty cache of verdicts. Called on the thread that judges.</summary>
    public NextKeyQuestion With(INeuralNetwork network, IReadOnlyList<AnomalyPattern> learnt) =>
        With(new LogKeyModel(network, Model.Symbols, WindowSize, Model.KnowsBoundaries), KeyJudge.Rule, learnt);

    public IQuestion? WithThreshold(double surprise)
    {
        var (rule, floor) = (KeyJudge.Rule, (float)Math.Pow(2, -surprise));
        return rule.TopG > 0 || floor >= rule.ProbabilityFloor ? null : With(Model, rule with { ProbabilityFloor = floor }, LearntSteps);
    }

    private NextKeyQuestion With(NextKeyModel model, ExpectationRule rule, IReadOnlyList<AnomalyPattern> learnt) =>
        new(new NextKeyJudge(model, rule, evidence: KeyJudge.Evidence)
        {
            BackOff = KeyJudge.BackOff,
            StreamSteps = KeyJudge.StreamSteps,
        })
        {
            Basis = Basis,
            LearntSteps = learnt,
        };

    // A step was skipped if the actual key is likely behind it. If it was the only expected step, the key need only be no
    // anomaly behind it: a rare branch may begin there.
    private string? FindSkippedStep(ExplanationContext context)
    {
        var session = context.Session;
        Span<int> window = stackalloc int[session.Window.Length];
        session.Window[1..].CopyTo(window);
        foreach (var (candidate, share) in KeyJudge.Expect(session.Window, context.ExpectedLimit))
        {
            if (candidate != Boundary.End)
            {
                window[^1] = candidate;
                var result = KeyJudge.Judge(window, context.Key);

                // A key that is expected only because the evidence is small does not count.
                var isExpected = result is { IsExpected: true, IsBounded: false };
                if ((result.Own ?? result.Probability) >= LikelyAfterSkip || (share >= OnlyStep && isExpected))
                {
                    return context.Vocabulary.GetTemplate(candidate);
                }
            }
        }

        return null;
    }

    // The window as the model sees it: all keys that it has not learnt are the same.
    private ReadOnlySpan<int> PatternOf(Session session, int next)
    {
        var pattern = AnomalyPattern.OfStep(_pattern, WindowSize, next, out var window);
        session.Window[^WindowSize..].CopyTo(window);
        foreach (ref var key in window)
        {
            key = key == Boundary.Start || Model.Symbols.Knows(key) ? key : LogKey.Unknown;
        }

        return pattern;
    }

    private bool CanJudgeWindow(Session session) =>
        session.Length >= session.JudgedFrom && (Model.KnowsBoundaries || session.Length >= Model.WindowSize);
}
