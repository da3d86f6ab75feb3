using LogGuard.Keys;
using LogGuard.Models.Windows;

namespace LogGuard.Detection.Questions;

/// <summary>Asks whether a key occurred while learning. A key that did not is an anomaly in any place.</summary>
/// <param name="symbols">The keys that occurred in training.</param>
/// <param name="eventCount">Number of events learnt from.</param>
internal sealed class NewKeyQuestion(SymbolMap symbols, long eventCount) : IQuestion
{
    public const string QuestionName = "NewKey";

    public string Name => QuestionName;

    public void Judge(ref EventJudgement judgement)
    {
        if (judgement.IsSettled || symbols.Knows(judgement.Key))
        {
            return;
        }

        var pattern = AnomalyPattern.OfKey(stackalloc int[2], judgement.Key);
        if (symbols.HasSeen(judgement.Key) || (judgement.IsNormal(pattern) && judgement.IsLevelAnswered))
        {
            // No model knows the key, so no model can judge its place.
            judgement.HideWindow(AnomalyKind.UnknownKey);
            judgement.IsSettled = true;
            return;
        }

        judgement.Raise(new Verdict(AnomalyKind.UnknownKey, Surprise.OfNever(eventCount))
        {
            Question = this,
            Pattern = AnomalyPattern.InSession(judgement.Session, pattern),
        });
    }

    public void JudgeEnd(ref EndJudgement judgement)
    {
        // An end has no key.
    }

    public Explanation Explain(Verdict verdict, ExplanationContext context) => new(ReasonOf(context), context.ExpectedSteps())
    {
        SkippedStep = context.SkippedInWorkflow,
    };

    public void Learn(IReadOnlyList<AnomalyPattern> normal)
    {
        // Marked keys are looked up when they are judged.
    }

    public void MergeKeys(IReadOnlyDictionary<int, int> aliases)
    {
        // The symbols are shared with the model, which merges them.
    }

    public void Save(IQuestionWriter writer)
    {
        // The keys and the number of events are saved with the model.
    }

    // Templates that did not fit into the vocabulary share a key, so that nobody knows which of them occurred.
    private static string ReasonOf(ExplanationContext context) => context.Key == LogKey.Unknown
        ? $"the vocabulary of {Wording.Number(context.Vocabulary.Limit)} templates is full and this line's is not in it, so it is not known whether one like this occurred before"
        : $"no line like this occurred {CountWording.Sessions(context.Model.SessionCount)}";
}
