using LogGuard.Diagnostics;
using LogGuard.Detection;
using LogGuard.Models.Counts;
using LogGuard.Models.NextKey;
using LogGuard.Models.Values;
using LogGuard.Models.Windows;
using LogGuard.Neural;
using LogGuard.Sequences;
using LogGuard.Tests.Support;
using LogGuard.Workflows;
using LogGuard.Workflows.Following;

namespace LogGuard.Tests.Detection;

/// <summary>What a model can learn from answers, and what becomes of the rest of it.</summary>
public class SessionModelLearningTests
{
    private static readonly INeuralEngine Engine = new ManagedEngine(threadCount: 1);

    [Fact]
    public void OnlyKeysOfTheModelBehindAWindowOfItsSizeCanBeLearntAndOnlyAnywhere()
    {
        var model = MakeModel();
        var past = new SessionHash(1, 2);
        AnomalyPattern[] learnable = [Step("-1 1 2"), Step("1 0 3"), Step("1 2 -2")];
        AnomalyPattern[] others =
        [
            new([0, 2]), new([2, 1, 0, 5]), Step("1 2"), Step("-1 1 2 3"), Step("-1 1 9"),
            new AnomalyPattern(Step("-1 1 2").Values, past: past).In(PatternScope.AfterCounts),
        ];

        Assert.Equal(learnable, model.NextKey!.StepsToLearn([learnable[0], .. others, learnable[1], learnable[2]]));
    }

    [Fact]
    public void OnlyANetworkThatCanBeUpdatedHasALesson()
    {
        var question = MakeModel().NextKey!;
        IReadOnlyList<AnomalyPattern> steps = [Step("-1 1 2")];

        Assert.NotNull(question.Prepare(steps, Engine, seed: 1));
        Assert.Null(MakeModel().WithBasis(null).NextKey!.Prepare(steps, Engine, seed: 1));
    }

    [Fact]
    public void StepsThatWereLearntAreNoLessonAgain()
    {
        var question = MakeModel().NextKey!;
        question.LearntSteps = [Step("-1 1 2")];

        Assert.Null(question.Prepare([Step("-1 1 2")], Engine, seed: 1));
        Assert.NotNull(question.Prepare([Step("-1 1 2"), Step("1 0 3")], Engine, seed: 1));
        Assert.NotNull(question.Prepare([], Engine, seed: 1));
    }

    [Fact]
    public void AModelWithoutBoundariesLearnsNoEnd()
    {
        Assert.Empty(MakeModel(knowsBoundaries: false).NextKey!.StepsToLearn([Step("1 2 -2")]));
        Assert.Single(MakeModel(knowsBoundaries: false).NextKey!.StepsToLearn([Step("1 2 3")]));
    }

    [Fact]
    public void AnUpdateTakesABoundedNumberOfSteps()
    {
        var marked = Enumerable.Repeat(Step("-1 1 2"), LogKeyModelUpdater.PairLimit + 1);

        Assert.Equal(LogKeyModelUpdater.PairLimit, MakeModel().NextKey!.StepsToLearn(marked).Length);
    }

    [Fact]
    public void OnlyANetworkWithABasisCanLearnSteps()
    {
        var model = MakeModel();
        Assert.True(model.CanLearnSteps);

        Assert.False(model.WithBasis(null).CanLearnSteps);

        var counted = SomeModel.Learn(SomeModel.Regular);
        Assert.False(counted.WithBasis(MakeModel().Basis).CanLearnSteps);
    }

    [Fact]
    public void StepsAreLearntAsTheSymbolsThatTheModelReadsAndPredicts()
    {
        // Keys 1, 2 and 3 are symbols 1 to 3; what was never learnt is read as 4, START and END are 0.
        var pairs = MakeModel().NextKey!.PairsOf([Step("-1 1 2"), Step("0 3 -2")]);

        Assert.Equal((2, 2), (pairs.WindowSize, pairs.Count));
        Assert.Equal([0, 1, 4, 3], pairs.Windows);
        Assert.Equal([2, 0], pairs.Targets);
        Assert.Equal([1f, 1f], pairs.Weights);
    }

    [Fact]
    public void AnUpdatedModelIsTheSameButForItsNetwork()
    {
        var model = MakeModel().WithValues(new ValueModelSet([], 0.99));
        model.Workflows = new WorkflowSet([]);
        model.Marks = new FeedbackMarks(new LogGuard.Keys.LogKeyVocabulary(9), new DiagnosticLog(null, TimeProvider.System));
        var network = Network(model.Symbols, seed: 2);
        AnomalyPattern[] learnt = [Step("-1 1 2")];

        var updated = model.With(model.NextKey!, model.NextKey!.With(network, learnt));

        var keys = Assert.IsType<LogKeyModel>(updated.Keys!.Model);
        Assert.Same(network, keys.Network);
        Assert.NotNull(updated.Keys.Evidence);
        Assert.Same(model.Keys!.Evidence, updated.Keys.Evidence);
        Assert.Equal((2, true, 0.25f), (keys.WindowSize, keys.KnowsBoundaries, updated.Keys.Rule.ProbabilityFloor));
        Assert.Equal((model.SessionCount, model.EventCount, true), (updated.SessionCount, updated.EventCount, updated.AsksForNewKeys));
        Assert.Same(learnt, updated.LearntSteps);
        Assert.Same(model.Symbols, updated.Symbols);
        Assert.Same(model.TrainedCounts, updated.TrainedCounts);
        Assert.Same(model.Values, updated.Values);
        Assert.Same(model.Workflows, updated.Workflows);
        Assert.Same(model.Marks, updated.Marks);
        Assert.Same(model.Basis, updated.Basis);
    }

    [Fact]
    public void MarkedCountsAreLearntOnTopOfWhatTrainingTaught()
    {
        var model = SomeModel.Learn(SomeModel.Regular, asksForKeys: false);
        Assert.True(IsEndAnomalous(model, "a b b b c"));

        model.Learn([new([2, Some.Key('b'), 0, 3]), Step("-1 1 2")]);
        Assert.False(IsEndAnomalous(model, "a b b b c"));
        Assert.False(IsEndAnomalous(model, "a b b c"));
        Assert.True(IsEndAnomalous(model, "a b c"));

        model.Learn([]);
        Assert.True(IsEndAnomalous(model, "a b b b c"));
        Assert.Same(model.TrainedCounts, model.Counts);
    }

    [Fact]
    public void WhereCountsAreNotAskedForNoneAreLearnt()
    {
        var model = SomeModel.Learn(SomeModel.Regular, asksForCounts: false);

        model.Learn([new([2, Some.Key('b'), 0, 3])]);

        Assert.Null(model.Counts);
    }

    [Fact]
    public void ANewNetworksVerdictsAreRememberedAfresh()
    {
        var model = MakeModel();
        int[] window = [Boundary.Start, 1];
        var before = model.Keys!.Judge(window, 2).Probability;

        var after = model.NextKey!.With(Network(model.Symbols, seed: 2), []).KeyJudge.Judge(window, 2).Probability;

        Assert.NotEqual(before, after);
    }

    private static bool IsEndAnomalous(SessionModel model, string letters) => model.IsEndAnomalous(Some.OpenSession(letters), out _);

    private static AnomalyPattern Step(string keys) => new([1, .. keys.Split(' ').Select(int.Parse)]);

    private static INeuralNetwork Network(SymbolMap symbols, int seed) => Engine.Create(LogKeyModel.Describe(symbols, 4, 1), seed);

    // A network that nobody has taught: window size 2, keys a, b and c.
    private static SessionModel MakeModel(bool knowsBoundaries = true)
    {
        var symbols = new SymbolMap([1, 2, 3]);
        var network = Network(symbols, seed: 1);
        var keys = new NextKeyJudge(new LogKeyModel(network, symbols, 2, knowsBoundaries), new ExpectationRule(0, 0.25f), evidence: new StepEvidence(symbols, [1, 1, 1], [1, 2, 3], [1, 1, 1]));
        var counts = CountModelTrainer.Train(SomeModel.Regular, 0.001);
        return ModelQuestions.Make(
            symbols, 60, 240, asksForNewKeys: true, keys, counts,
            new UpdateBasis(UpdateBasis.Copy(network.Weights), new WindowSet(2, [0, 1], [2], [1])));
    }
}
