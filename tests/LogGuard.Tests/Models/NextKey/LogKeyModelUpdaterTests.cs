using LogGuard.Learning.Training;
using LogGuard.Models.NextKey;
using LogGuard.Models.Windows;
using LogGuard.Neural;
using LogGuard.Sequences;
using LogGuard.Tests.Support;
using Xunit.Abstractions;

namespace LogGuard.Tests.Models;

public class LogKeyModelUpdaterTests(ITestOutputHelper output)
{
    private static readonly ManagedEngine Engine = new(threadCount: 1);

    [Fact]
    public void WhatWasFedBackIsAcceptedAndTheRestIsAsItWas()
    {
        var (model, _) = Learn(OrderLog.Normal(300), topG: 2);
        var rule = new ExpectationRule(0, 0.01f);
        var pairs = Pairs(model, "abg", "abch");
        Assert.DoesNotContain(true, Accepted(model.Network, rule, pairs));

        var update = Update(model, rule, pairs, OrderLog.Normal(300));

        Assert.Equal(2, update.AcceptedCount);
        Assert.DoesNotContain(false, Accepted(update.Network, rule, pairs));
        var held = Windows(model, OrderLog.Normal(300, seed: 2));
        var (before, after) = (Accepted(model.Network, rule, held), Accepted(update.Network, rule, held));
        var changed = Enumerable.Range(0, held.Count).Where(i => before[i] != after[i]).Sum(i => held.Weights[i]) / held.TotalWeight;
        output.WriteLine($"{update.StepCount} steps; {changed:P2} of the verdicts on other sessions changed");
        Assert.InRange(changed, 0, 0.02);
    }

    [Fact]
    [Trait("Kind", "Slow")]
    public void VerdictsOnTheHdfsLogDoNotDrift()
    {
        // All from the training sessions: a model of the first eighth is taught what it rejects in the others.
        var training = HdfsData.Training;
        var (fit, rest) = (new SessionCorpus(), new SessionCorpus());
        for (var i = 0; i < training.Count; i++)
        {
            (i < training.Count / 8 ? fit : rest).Add(training[i]);
        }

        var (model, rule) = Learn(fit, topG: 3, options => options.Model = new ModelOptions { TopG = 3 });
        var held = Windows(model, rest);
        var before = Accepted(model.Network, rule, held);
        var rejected = Enumerable.Range(0, held.Count).Where(i => !before[i]).ToArray();
        new SeededRandom(1).Shuffle(rejected);
        var taught = rejected.Take(10).ToArray();

        var update = Update(model, rule, held.Take(taught), fit);

        var after = Accepted(update.Network, rule, held);
        var lost = Enumerable.Range(0, held.Count).Count(i => before[i] && !after[i]);
        var gained = Enumerable.Range(0, held.Count).Count(i => !before[i] && after[i]) - taught.Length;
        output.WriteLine($"{update.StepCount} steps, {update.AcceptedCount} of {taught.Length} accepted; of {held.Count} other windows {lost} lost, {gained} gained; {update.LostShare:P3} of the rehearsal lost");
        Assert.Equal(taught.Length, update.AcceptedCount);
        Assert.InRange(lost, 0, held.Count / 50);
        Assert.InRange(gained, -taught.Length, held.Count / 50);
        Assert.InRange(update.LostShare, 0, 0.005);
    }

    [Fact]
    public void TheSameAnswersGiveTheSameNetworkAndNoneGivesTheTrainedOne()
    {
        var corpus = OrderLog.Normal(300);
        var (model, _) = Learn(corpus, topG: 2);
        var rule = new ExpectationRule(0, 0.01f);
        var trained = Bits(model.Network);

        var first = Update(model, rule, Pairs(model, "abg"), corpus);
        var second = Update(model, rule, Pairs(model, "abg"), corpus);
        var none = Update(model, rule, Pairs(model), corpus);

        Assert.Equal(Bits(first.Network), Bits(second.Network));
        Assert.NotEqual(trained, Bits(first.Network));
        Assert.Equal(trained, Bits(none.Network));
        Assert.Equal(trained, Bits(model.Network));
    }

    [Fact]
    public void TheRehearsalIsBoundedAndKeepsTheWeightsOfItsWindows()
    {
        var windows = new WindowSet(1, [.. Enumerable.Range(0, 20_000)], new int[20_000], [.. Enumerable.Range(1, 20_000).Select(i => (float)i)]);
        var (model, _) = Learn(OrderLog.Normal(60), topG: 2);

        var kept = UpdateBasis.Of(model.Network, windows, seed: 1).Rehearsal;

        Assert.Equal(UpdateBasis.RehearsalLimit, kept.Count);
        Assert.All(Enumerable.Range(0, kept.Count), i => Assert.Equal(kept.Windows[i] + 1, kept.Weights[i]));
    }

    private static (LogKeyModel Model, ExpectationRule Rule) Learn(SessionCorpus corpus, int topG, Action<AnomalyDetectorOptions>? configure = null)
    {
        var options = Trained.Options(DetectorKind.Default);
        options.Model.TopG = topG;
        configure?.Invoke(options);
        var keys = new DetectorTrainer(options, Engine).Train(corpus).Keys!;
        return ((LogKeyModel)keys.Model, keys.Rule);
    }

    private static NetworkUpdate Update(LogKeyModel model, ExpectationRule rule, WindowSet pairs, SessionCorpus corpus) =>
        new LogKeyModelUpdater(Engine, seed: 1).Update(
            model.Network.Description, UpdateBasis.Of(model.Network, Windows(model, corpus), seed: 1), rule, pairs, CancellationToken.None);

    private static WindowSet Windows(LogKeyModel model, SessionCorpus corpus) =>
        WindowSet.Collect(corpus.Weighted(Range.All), model.Symbols, model.WindowSize, withBoundaries: true);

    // The last letter of each, behind the ones before it.
    private static WindowSet Pairs(LogKeyModel model, params string[] sessions)
    {
        var windows = new List<int>();
        foreach (var letters in sessions)
        {
            var before = Some.Keys(letters[..^1]);
            windows.AddRange(Enumerable.Repeat(SymbolMap.BoundarySymbol, model.WindowSize).Concat(before.Select(model.Symbols.ToInput)).TakeLast(model.WindowSize));
        }

        int[] targets = [.. sessions.Select(letters => model.Symbols.ToOutput(Some.Key(letters[^1])))];
        return new WindowSet(model.WindowSize, [.. windows], targets, [.. targets.Select(_ => 1f)]);
    }

    private static bool[] Accepted(INeuralNetwork network, ExpectationRule rule, WindowSet windows)
    {
        var probabilities = new float[network.Description.OutputCount];
        var accepted = new bool[windows.Count];
        for (var i = 0; i < windows.Count; i++)
        {
            network.Predict(windows.Windows.AsSpan(i * windows.WindowSize, windows.WindowSize), windows.WindowSize, probabilities);
            var own = probabilities[windows.Targets[i]];
            accepted[i] = rule.Accepts(own, probabilities.Count(other => other > own));
        }

        return accepted;
    }

    private static int[] Bits(INeuralNetwork network) =>
        [.. network.Weights.SelectMany(tensor => tensor.Values).Select(BitConverter.SingleToInt32Bits)];
}
