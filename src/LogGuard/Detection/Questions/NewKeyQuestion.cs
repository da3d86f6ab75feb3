using LogGuard.Keys;
using LogGuard.Models.Windows;
using LogGuard.Sequences;
using static LogGuard.Primitives.SavedData;

namespace LogGuard.Detection.Questions;

/// <summary>
/// Asks whether a key occurred while learning. A key that did not is an anomaly in any place, and so is one that a few
/// sessions of thousands had: that is little evidence that it belongs to normal operation.
/// </summary>
/// <param name="symbols">The keys that occurred in training.</param>
/// <param name="eventCount">Number of events learnt from.</param>
/// <param name="seenRarely">The keys that few sessions had and that are reported.</param>
internal sealed class NewKeyQuestion(SymbolMap symbols, long eventCount, params int[] seenRarely) : ILikenessSource
{
    public const string QuestionName = "NewKey";

    private const string LikenessName = "template-vectors.bin";

    private readonly KeySet _seenRarely = KeysOf(seenRarely);

    /// <summary>The keys that few sessions had while learning and that are reported.</summary>
    public IReadOnlyList<int> SeenRarely => seenRarely;

    public TemplateLikeness? Likeness { get; init; }

    public string Name => QuestionName;

    public double? ExpectedAlarmRate { get; init; }

    public void Judge(ref EventJudgement judgement)
    {
        if (judgement.IsSettled)
        {
            return;
        }

        if (symbols.Knows(judgement.Key))
        {
            if (seenRarely.Length > 0 && _seenRarely.Contains(judgement.Key))
            {
                JudgeSeenRarely(ref judgement);
            }

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

    // The keys and the number of events are saved with the model.
    public void Save(IQuestionWriter writer)
    {
        if (Likeness is { } likeness)
        {
            writer.WriteFile(LikenessName, likeness.Save);
        }

        if (ExpectedAlarmRate is { } rate)
        {
            writer.WriteState(new NewKeyState { SeenRarely = seenRarely, ExpectedAlarmRate = rate }, QuestionJson.Default.NewKeyState);
        }
    }

    /// <summary>Reads the part that <see cref="Save"/> wrote.</summary>
    /// <exception cref="InvalidDataException">The part contradicts itself.</exception>
    public static NewKeyQuestion Read(IQuestionReader reader)
    {
        var likeness = reader.TryReadFile(LikenessName, out var content) ? TemplateLikeness.Read(content, reader.Symbols.Knows) : null;
        if (!reader.HasState)
        {
            return new NewKeyQuestion(reader.Symbols, reader.EventCount) { Likeness = likeness };
        }

        var state = reader.ReadState(QuestionJson.Default.NewKeyState);
        Require(IsAscending(state.SeenRarely) && state.SeenRarely.All(reader.Symbols.Knows), "the keys that it saw rarely were not learnt");
        Require(state.ExpectedAlarmRate is >= 0 and <= 1, "its expected rate is no share");
        return new NewKeyQuestion(reader.Symbols, reader.EventCount, state.SeenRarely) { ExpectedAlarmRate = state.ExpectedAlarmRate, Likeness = likeness };
    }

    // The key is known, so a later one is judged as usual.
    private void JudgeSeenRarely(ref EventJudgement judgement)
    {
        var pattern = AnomalyPattern.OfKey(stackalloc int[2], judgement.Key);
        if (!judgement.IsNormal(pattern))
        {
            judgement.Raise(new Verdict(AnomalyKind.UnknownKey, Surprise.OfNever(eventCount))
            {
                Question = this,
                Pattern = AnomalyPattern.InSession(judgement.Session, pattern),
            });
        }
    }

    private static KeySet KeysOf(int[] keys)
    {
        var set = new KeySet();
        set.Add(keys);
        return set;
    }

    // Templates that did not fit into the vocabulary share a key, so that nobody knows which of them occurred.
    private static string ReasonOf(ExplanationContext context) => context.Key == LogKey.Unknown
        ? $"the vocabulary of {Wording.Number(context.Vocabulary.Limit)} templates is full and this line's is not in it, so it is not known whether one like this occurred before"
        : context.Model.Symbols.Knows(context.Key)
            ? $"hardly any line like this occurred {CountWording.Sessions(context.Model.SessionCount)}"
            : $"no line like this occurred {CountWording.Sessions(context.Model.SessionCount)}";
}
