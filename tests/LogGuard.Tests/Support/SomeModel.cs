using LogGuard.Detection;
using LogGuard.Models.Counts;
using LogGuard.Models.NextKey;
using LogGuard.Models.Windows;
using LogGuard.Sequences;

namespace LogGuard.Tests.Support;

/// <summary>Models that are learnt by counting, so that what they say can be worked out by hand.</summary>
internal static class SomeModel
{
    /// <summary>Sessions that all go a b b c.</summary>
    public static SessionCorpus Regular => Some.Corpus(Enumerable.Repeat("a b b c", 60));

    /// <summary>A model that asks what it is told to, the sequence being judged by N-grams.</summary>
    public static SessionModel Learn(
        SessionCorpus corpus, bool asksForNewKeys = true, bool asksForKeys = true, bool asksForCounts = true,
        int windowSize = 1, bool withBoundaries = true, float floor = 0.01f, bool withEvidence = false)
    {
        var symbols = new SymbolMap([.. corpus.Distinct.SelectMany(sequence => sequence.Keys).Distinct().Order()]);
        var windows = WindowSet.Collect(corpus.Weighted(Range.All), symbols, windowSize, withBoundaries);
        return ModelQuestions.Make(
            symbols, corpus.Count, corpus.EventCount, asksForNewKeys,
            asksForKeys
                ? new NextKeyJudge(
                    new NGramModel(symbols, windows, withBoundaries), new ExpectationRule(0, floor),
                    evidence: withEvidence ? StepEvidence.Of(symbols, windows.Rows()) : null)
                : null,
            asksForCounts ? CountModelTrainer.Train(corpus, 0.001) : null);
    }
}
