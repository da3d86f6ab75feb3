using System.Text.Json.Serialization;
using LogGuard.Detection;
using LogGuard.Models.Windows;
using LogGuard.Sequences;

namespace LogGuard.Tests.Detection.Questions;

/// <summary>A question of one's own: are the counts of a session, taken together, like those of the sessions learnt from?</summary>
internal sealed class IsolationForestQuestion(SymbolMap symbols, IsolationForestState state) : IQuestion
{
    public const string QuestionName = "IsolationForest";

    public string Name => QuestionName;

    public void Judge(ref EventJudgement judgement)
    {
        // Counts are only complete at the end.
    }

    public void JudgeEnd(ref EndJudgement judgement)
    {
        var counts = CountsOf(judgement.Session.Counts, symbols);
        var score = state.Forest.Score(counts);
        if (score <= state.Threshold)
        {
            return;
        }

        var pattern = AnomalyPattern.OfQuestion(QuestionName, symbols.Keys, counts);
        if (!judgement.IsNormal(pattern))
        {
            judgement.Raise(new Verdict(AnomalyKind.Other, -Math.Log2(1 - score), score)
            {
                Question = this,
                Pattern = AnomalyPattern.InSession(judgement.Session, pattern),
            });
        }
    }

    public Explanation Explain(Verdict verdict, ExplanationContext context) =>
        new(FormattableString.Invariant($"its counts are easy to isolate: {(double)verdict.Detail!:0.00}, and at most {state.Threshold:0.00} is usual"), []);

    public void Learn(IReadOnlyList<AnomalyPattern> normal)
    {
        // The marks answer for single sessions; the forest learns at the next training.
    }

    public void MergeKeys(IReadOnlyDictionary<int, int> aliases)
    {
        // The counts of both keys stay apart until the next training.
    }

    public void Save(IQuestionWriter writer) => writer.WriteState(state, IsolationForestJson.Default.IsolationForestState);

    internal static int[] CountsOf(KeyCounts counts, SymbolMap symbols) => Array.ConvertAll(symbols.Keys.ToArray(), key => counts[key]);
}

/// <summary>Trains the question, and reads it from a snapshot.</summary>
internal sealed class IsolationForestSource : IQuestionSource
{
    public string Name => IsolationForestQuestion.QuestionName;

    public IQuestion? Train(TrainingData data)
    {
        int[][] vectors = [.. Enumerable.Range(0, data.Corpus.Count).Select(i => VectorOf(data.Corpus[i], data.Symbols))];
        var forest = IsolationForest.Build(vectors, data.Options.Seed);

        // The share of odd sessions among those learnt from is the paper's contamination; one in twenty here.
        var scores = vectors.Select(forest.Score).Order().ToArray();
        return new IsolationForestQuestion(data.Symbols, new IsolationForestState(forest, scores[(int)(scores.Length * 0.95)] + 0.02));
    }

    public IQuestion Read(IQuestionReader reader) =>
        new IsolationForestQuestion(reader.Symbols, reader.ReadState(IsolationForestJson.Default.IsolationForestState));

    private static int[] VectorOf(LogKeySequence session, SymbolMap symbols)
    {
        var counts = new KeyCounts();
        foreach (var key in session.Keys)
        {
            counts.Increment(key);
        }

        return IsolationForestQuestion.CountsOf(counts, symbols);
    }
}

/// <summary>The question in a snapshot.</summary>
internal sealed record IsolationForestState(IsolationForest Forest, double Threshold);

[JsonSerializable(typeof(IsolationForestState))]
internal sealed partial class IsolationForestJson : JsonSerializerContext;
