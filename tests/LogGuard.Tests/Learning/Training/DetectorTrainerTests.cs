using LogGuard.Detection;
using LogGuard.Learning.Training;
using LogGuard.Learning;
using LogGuard.Models.NextKey;
using LogGuard.Models.Windows;
using LogGuard.Models;
using LogGuard.Neural;
using LogGuard.Sequences;
using LogGuard.Tests.Support;

namespace LogGuard.Tests.Learning;

public class DetectorTrainerTests
{
    [Fact]
    public void TheDefaultDetectorAsksAllQuestions()
    {
        var model = Train(DetectorKind.Default);

        Assert.True(model.AsksForNewKeys);
        Assert.NotNull(model.Counts);
        var lstm = Assert.IsType<LogKeyModel>(model.Keys!.Model);
        Assert.True(lstm.KnowsBoundaries);
        Assert.Equal((4, 16, 1), (lstm.WindowSize, lstm.Network.Description.HiddenSize, lstm.Network.Description.LayerCount));
        Assert.Equal(0, model.Keys.Rule.TopG);
        Assert.InRange(model.Keys.Rule.ProbabilityFloor, float.Epsilon, FloorCalibration.LargestFloor);
        Assert.NotNull(model.Keys.Evidence);
    }

    [Fact]
    public void WorkflowsChooseTheWindowAndTopGWhereTheyAreAskedTo()
    {
        var told = new List<string>();
        var options = new AnomalyDetectorOptions();
        (options.Model.Parameters, options.Model.HiddenSize, options.Model.LayerCount, options.Model.TrainingSteps) = (ParameterSource.Workflows, 8, 1, 20);
        var trainer = new DetectorTrainer(options, new ManagedEngine()) { Tell = told.Add };
        var corpus = new SessionCorpus();
        for (var i = 0; i < 60; i++)
        {
            corpus.Add(new LogKeySequence(Some.Keys(i % 2 == 0 ? "abcx" : "abdx")));
        }

        var model = trainer.Train(corpus, values: null, progress: null, CancellationToken.None);

        Assert.Equal((4, 2), (model.Keys!.Model.WindowSize, model.Keys.Rule.TopG));
        Assert.Contains("h is 4 and g is 2", Assert.Single(told), StringComparison.Ordinal);
    }

    [Fact]
    public async Task WorkflowsAreMinedUnlessTheSettingsSayNot()
    {
        foreach (var mines in new[] { true, false })
        {
            var options = new AnomalyDetectorOptions { MinesWorkflows = mines, Detector = DetectorKind.NewKey };
            await using var detector = new AnomalyDetector(options);
            for (var i = 0; i < 60; i++)
            {
                foreach (var template in new[] { "Placed {Id}", "Paid {Id}", "Shipped {Id}" })
                {
                    detector.Intake.Take(template, SessionId.From($"order {i}"), 1_000_000L * i, LogSeverity.Information, "", new TextRenderer());
                }
            }

            await detector.CloseSessionsAsync();
            await detector.TrainAsync();

            Assert.Equal(mines ? 1 : 0, detector.Workflows.Count);
        }
    }

    [Fact]
    public void TheNewKeyDetectorAsksForNewKeysOnly()
    {
        var model = Train(DetectorKind.NewKey);

        Assert.True(model.AsksForNewKeys);
        Assert.Null(model.Keys);
        Assert.Null(model.Counts);
    }

    [Fact]
    public void TheNGramDetectorIsThePapersBaseline()
    {
        var model = Train(DetectorKind.NGram);

        Assert.False(model.AsksForNewKeys);
        Assert.Null(model.Counts);
        Assert.IsType<NGramModel>(model.Keys!.Model);
        Assert.Equal((1, false), (model.Keys.Model.WindowSize, model.Keys.Model.KnowsBoundaries));
        Assert.Equal(new ExpectationRule(9, 0), model.Keys.Rule);
        Assert.Null(model.Keys.Evidence);
    }

    [Fact]
    public void TheDeepLogDetectorFollowsThePaper()
    {
        var model = Train(DetectorKind.DeepLog);

        Assert.False(model.AsksForNewKeys);
        Assert.Null(model.Counts);
        Assert.IsType<LogKeyModel>(model.Keys!.Model);
        Assert.Equal((4, false), (model.Keys.Model.WindowSize, model.Keys.Model.KnowsBoundaries));
        Assert.Equal(new ExpectationRule(9, 0), model.Keys.Rule);
        Assert.Null(model.Keys.Evidence);
    }

    [Theory]
    [InlineData(DetectorKind.Default)]
    [InlineData(DetectorKind.NGram)]
    [InlineData(DetectorKind.DeepLog)]
    public void ATopGThatIsSetIsUsed(DetectorKind kind)
    {
        var model = Train(kind, configure: options => options.Model.TopG = 3);

        Assert.Equal(new ExpectationRule(3, 0), model.Keys!.Rule);
        Assert.Null(model.Keys.Evidence);
    }

    [Theory]
    [InlineData(DetectorKind.Default)]
    [InlineData(DetectorKind.NewKey)]
    [InlineData(DetectorKind.NGram)]
    [InlineData(DetectorKind.DeepLog)]
    public void WhatWasLearntFromIsAccepted(DetectorKind kind)
    {
        var corpus = OrderLog.Normal(300);
        var evaluation = new SessionEvaluation(Train(kind, corpus));

        Assert.InRange(corpus.Weighted(Range.All).Sum(entry => evaluation.IsReported(entry.Sequence.Keys) ? entry.Count : 0), 0, 3);
    }

    [Theory]
    [InlineData(DetectorKind.Default)]
    [InlineData(DetectorKind.NewKey)]
    [InlineData(DetectorKind.NGram)]
    [InlineData(DetectorKind.DeepLog)]
    public void TheModelKnowsWhatItWasLearntFrom(DetectorKind kind)
    {
        var corpus = OrderLog.Normal(60);
        corpus.Add(new LogKeySequence([LogGuard.Keys.LogKey.Unknown, 20]));

        var model = Train(kind, corpus);

        Assert.Equal([1, 2, 3, 4, 5, 6, 7, 8, 9, 20], model.Symbols.Keys.ToArray());
        Assert.Equal(61, model.SessionCount);
        Assert.Equal(corpus.EventCount, model.EventCount);
    }

    [Theory]
    [InlineData(DetectorKind.Default)]
    [InlineData(DetectorKind.DeepLog)]
    public void TheSameSeedGivesTheSameDetector(DetectorKind kind)
    {
        var (one, other) = (Train(kind), Train(kind));

        Assert.Equal(one.Keys!.Rule, other.Keys!.Rule);
        NeuralAssert.Same(((LogKeyModel)one.Keys.Model).Network.Weights, ((LogKeyModel)other.Keys.Model).Network.Weights);
    }

    [Fact]
    public void AnotherSeedGivesAnotherNetwork()
    {
        var one = (LogKeyModel)Train(DetectorKind.DeepLog).Keys!.Model;
        var other = (LogKeyModel)Train(DetectorKind.DeepLog, configure: options => options.Seed = 2).Keys!.Model;

        Assert.NotEqual(one.Network.Weights[0].Values, other.Network.Weights[0].Values);
    }

    [Fact]
    public void OnlyHeldOutSessionsMoveTheFloor()
    {
        // The same session goes where no other went: once where it is learnt from, once in the last tenth.
        var sessions = Enumerable.Repeat("a b c d", 100).ToArray();
        var calm = Train(DetectorKind.Default, Some.Corpus((string[])["a b d c", .. sessions[1..]]));
        var surprised = Train(DetectorKind.Default, Some.Corpus((string[])[.. sessions[1..], "a b d c"]));

        Assert.Equal(FloorCalibration.LargestFloor, calm.Keys!.Rule.ProbabilityFloor);
        Assert.InRange(surprised.Keys!.Rule.ProbabilityFloor, 0, FloorCalibration.LargestFloor / 2);
    }

    [Fact]
    public void ARetryIsExpectedBehindALineThatTooLittleIsKnownOf()
    {
        // y is the retry: it comes behind a, b and c, and never behind e or f. Of these f is known well.
        string[] sessions = [.. Enumerable.Repeat("a y d", 20), .. Enumerable.Repeat("b y d", 20), .. Enumerable.Repeat("c y d", 20),
            .. Enumerable.Repeat("e d", 40), .. Enumerable.Repeat("f d", 900)];
        var corpus = Some.Corpus(Enumerable.Range(0, 1000).Select(i => sessions[i * 7 % 1000]));

        var model = Train(DetectorKind.Default, corpus, options => options.Model.TrainingSteps = 400);

        var (retry, start) = (Some.Key('y'), Enumerable.Repeat(Boundary.Start, 3));
        var behindE = model.Keys!.Judge([.. start, Some.Key('e')], retry);
        var behindF = model.Keys.Judge([.. start, Some.Key('f')], retry);
        Assert.True(behindE is { IsExpected: true, IsBounded: true, Probability: 1 / 41f }, $"{behindE}");
        Assert.True(behindF is { IsExpected: false, Probability: < FloorCalibration.LargestFloor }, $"{behindF}");
    }

    [Fact]
    public void TheFloorIsThatOfBoundedProbabilities()
    {
        // The last session has a retry, y, where none was learnt from: one in 31 by the evidence, and never by the model.
        string[] sessions = [.. Enumerable.Repeat("a y d", 100), .. Enumerable.Repeat("b y d", 100), .. Enumerable.Repeat("c y d", 100),
            .. Enumerable.Repeat("e d", 30), .. Enumerable.Repeat("f d", 570)];
        var corpus = Some.Corpus([.. sessions, .. Enumerable.Repeat("f d", 99), "e y d"]);
        var symbols = new SymbolMap(Some.Keys("a b c d e f y"));
        var windows = WindowSet.Collect(corpus.Weighted(..900), symbols, windowSize: 1, withBoundaries: true);
        var model = new NGramModel(symbols, windows, knowsBoundaries: true);
        var hasNone = new StepEvidence(symbols, [1, 1, 1, 1, 1, 1, 1], [1, 2, 3, 4, 5, 6, 7], [1, 1, 1, 1, 1, 1, 1]);

        var floor = FloorCalibration.Calibrate(model, StepEvidence.Of(symbols, windows.Rows()), corpus, 900.., 0.0005);

        // What is remembered of the windows makes it faster, and no other.
        Assert.Equal(floor, FloorCalibration.Calibrate(model, StepEvidence.Of(symbols, windows.Rows()), corpus, 900.., 0.0005, rememberedLimit: 3));

        Assert.Equal(FloorCalibration.LargestFloor, floor);
        Assert.InRange(FloorCalibration.Calibrate(model, hasNone, corpus, 900.., 0.0005), 0, 1e-10f);
    }

    [Theory]
    [InlineData(DetectorKind.Default)]
    [InlineData(DetectorKind.NewKey)]
    [InlineData(DetectorKind.NGram)]
    [InlineData(DetectorKind.DeepLog)]
    public void OneSessionIsEnoughToTrain(DetectorKind kind)
    {
        var model = Train(kind, Some.Corpus("a b c d e f"));

        Assert.Equal(1, model.SessionCount);
        Assert.False(new SessionEvaluation(model).IsReported(Some.Keys("a b c d e f")));
    }

    [Theory]
    [InlineData(DetectorKind.Default)]
    [InlineData(DetectorKind.NewKey)]
    [InlineData(DetectorKind.NGram)]
    [InlineData(DetectorKind.DeepLog)]
    public void SessionsOfUnknownKeysOnlyAreNoReasonToFail(DetectorKind kind)
    {
        var corpus = new SessionCorpus();
        for (var i = 0; i < 60; i++)
        {
            corpus.Add(new LogKeySequence(new int[6]));
        }

        var model = Train(kind, corpus);

        Assert.True(model.Symbols.Keys.IsEmpty);
        Assert.Equal(model.AsksForNewKeys, new SessionEvaluation(model).IsReported([1]));
    }

    [Fact]
    public void WithoutAFullWindowThereIsNoDeepLogModel()
    {
        var model = Train(DetectorKind.DeepLog, Some.Corpus("a b c d", "a b"));

        Assert.Null(model.Keys);
        Assert.False(new SessionEvaluation(model).IsReported(Some.Keys("d c b a z z z z")));
    }

    [Theory]
    [InlineData(DetectorKind.Default)]
    [InlineData(DetectorKind.DeepLog)]
    public void TrainingCanBeCancelled(DetectorKind kind)
    {
        using var cancellation = new CancellationTokenSource();
        var trainer = new DetectorTrainer(Trained.Options(kind), new ManagedEngine(threadCount: 1));

        Assert.Throws<OperationCanceledException>(() => trainer.Train(OrderLog.Normal(60), _ => cancellation.Cancel(), cancellation.Token));
    }

    private static SessionModel Train(DetectorKind kind, SessionCorpus? corpus = null, Action<AnomalyDetectorOptions>? configure = null)
    {
        var options = Trained.Options(kind);
        configure?.Invoke(options);
        return new DetectorTrainer(options, new ManagedEngine(threadCount: 1)).Train(corpus ?? OrderLog.Normal(100));
    }
}
