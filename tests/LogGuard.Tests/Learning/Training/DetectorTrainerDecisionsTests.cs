using LogGuard.Detection;
using LogGuard.Learning.Training;
using LogGuard.Models.NextKey;
using LogGuard.Models.Values;
using LogGuard.Models.Windows;
using LogGuard.Sequences;
using LogGuard.Tests.Support;

namespace LogGuard.Tests.Learning;

/// <summary>What a training decides by itself: what is held out, how many alarms each threshold may raise, and h and g.</summary>
public class DetectorTrainerDecisionsTests
{
    private readonly ScriptedEngine _engine = new(static _ => 0.5f);
    private readonly List<string> _told = [];

    [Fact]
    public void TheLastTenthIsNotTrainedOn()
    {
        Train(Some.Corpus([.. Enumerable.Repeat("a b", 18), "c d", "c d"]), DetectorKind.Default);

        Assert.Equal(["0 0 0 0 > 1 x 18", "0 0 0 1 > 2 x 18", "0 0 1 2 > 0 x 18"], _engine.Batches.SelectMany(batch => batch).Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public void OfTwoSessionsTheSecondIsHeldOut()
    {
        Train(Some.Corpus("a", "b"), DetectorKind.Default);

        Assert.Equal(["0 0 0 0 > 1 x 1", "0 0 0 1 > 0 x 1"], _engine.Batches.SelectMany(batch => batch).Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public void ASingleSessionIsTrainedOnAndHeldOut()
    {
        var model = Train(Some.Corpus("a"), DetectorKind.Default);

        Assert.Equal(["0 0 0 0 > 1 x 1", "0 0 0 1 > 0 x 1"], _engine.Batches.SelectMany(batch => batch).Distinct().Order(StringComparer.Ordinal));
        Assert.NotNull(model.Keys);
        Assert.True(_engine.PredictedCount > 0);
    }

    // Of a b, and of b a b, each step from the first on and the end: seven windows, asked in each of ten passes.
    [Fact]
    public void TheHeldOutSessionsDecideWhichWeightsAreKept()
    {
        Train(Some.Corpus([.. Enumerable.Repeat("a b", 19), "b a b"]), DetectorKind.Default, options => options.Model.TopG = 3);

        Assert.Equal(10 * 7, _engine.PredictedCount);
    }

    // As in the paper all sessions are trained on, a window as often as it occurs.
    [Fact]
    public void DeepLogIsShownEachWindowAsOftenAsItOccurs()
    {
        Train(Some.Corpus(Enumerable.Repeat("a b c d e", 100)), DetectorKind.DeepLog, options => options.Model.BatchSize = 10);

        Assert.Equal(Enumerable.Repeat("1 2 3 4 > 5 x 10", 10), _engine.Batches.Select(Assert.Single));
    }

    [Fact]
    public void NGramsAreOfKeysOnly()
    {
        var model = Train(Some.Corpus("a b", "b"), DetectorKind.NGram);

        var windows = Assert.IsType<NGramModel>(model.Keys!.Model).Windows;
        Assert.Equal([1], windows.Windows);
        Assert.Equal([2], windows.Targets);
    }

    // A record such as the one session with five a is in two of 1,001 sessions at most, which half the target must admit.
    [Theory]
    [InlineData(0.003, false)]
    [InlineData(0.005, true)]
    public void CountsMayUseUpHalfOfTheAlarms(double target, bool boundsAbove)
    {
        var corpus = Some.Corpus([.. Enumerable.Repeat("aaa", 999), "aaaaa"]);

        var model = Train(corpus, DetectorKind.Default, options => options.Model.TargetAlarmRate = target);

        Assert.InRange(model.Counts!.UnseenShare, 0, target / 2);
        Assert.Equal(boundsAbove, Assert.Single(model.Counts.Constraints).BoundsAbove);
    }

    // Of a hundred sessions two may be reported: those with keys that come once in a hundred thousand and ten thousand times.
    [Theory]
    [InlineData(0.005, 1e-5)]
    [InlineData(0.01, 1e-4)]
    [InlineData(0.02, 1e-3)]
    [InlineData(0.03, 1e-2)]
    [InlineData(0.2, 1e-2)]
    public void TheFloorReportsNoMoreOfTheTrainingThanTheTarget(double alarmRate, double floor)
    {
        var corpus = Some.Corpus(["d", "a", "c", "b", .. Enumerable.Repeat("a", 96)]);
        var symbols = new SymbolMap(Some.Keys("a b c d"));
        var everyKeyHasItsPlace = new StepEvidence(symbols, [1, 1, 1, 1], [1, 2, 3, 4], [1, 1, 1, 1]);
        var model = new FixedModel(symbols, [1, 0.9f, 1e-3f, 1e-4f, 1e-5f]);

        var found = FloorCalibration.Calibrate(model, everyKeyHasItsPlace, corpus, 90.., alarmRate);

        Assert.Equal(floor, found, tolerance: floor * 1e-4);
        Assert.Equal(found, FloorCalibration.Calibrate(model, everyKeyHasItsPlace, corpus, 90.., alarmRate, rememberedLimit: 1));
    }

    [Fact]
    public void TheSettingsSayWhatTheWorkflowsAreNotAskedFor()
    {
        var model = TrainWithValues(Some.Corpus(Enumerable.Repeat("a b", 60)), null, options => options.Model.TopG = 7);

        Assert.Equal((4, 7), (model.Keys!.Model.WindowSize, model.Keys.Rule.TopG));
        Assert.Empty(_told);
    }

    [Theory]
    [InlineData(4, 2)]
    [InlineData(1, 1)]
    public void TheWorkflowsChooseNoLongerAWindowThanTheSettings(int setting, int expected)
    {
        var model = TrainWithValues(Some.Corpus(Enumerable.Repeat("a b", 60)), null, options =>
            (options.Model.Parameters, options.Model.TopG, options.Model.WindowSize) = (ParameterSource.Workflows, 7, setting));

        Assert.Equal((expected, 1), (model.Keys!.Model.WindowSize, model.Keys.Rule.TopG));
        Assert.Equal($"h is {expected} and g is 1, from 1 workflows, the shortest of which has 2 steps.", Assert.Single(_told));
    }

    [Fact]
    public void WithoutWorkflowsTheSettingsAreUsedAndThatIsTold()
    {
        // Workflows are of whole sessions.
        var corpus = new SessionCorpus();
        corpus.Add(Some.Part("a b c", hasStart: true));
        corpus.Add(Some.Part("d e", hasEnd: true));

        var model = TrainWithValues(corpus, null, options =>
            (options.Model.Parameters, options.Model.TopG) = (ParameterSource.Workflows, 7));

        Assert.Equal((4, 7), (model.Keys!.Model.WindowSize, model.Keys.Rule.TopG));
        Assert.Equal("no workflow was found to choose h and g by, so the settings are used.", Assert.Single(_told));
    }

    [Fact]
    public void ValuesOfLearntKeysAreJudgedAsTheSettingsSay()
    {
        ParameterValueSeries[] series = [Status(key: 1), Status(key: 2), Status(key: 9)];

        var values = TrainWithValues(Some.Corpus(Enumerable.Repeat("a b", 60)), series, options => options.Values.Confidence = 0.9).Values!;

        Assert.Equal(0.9, values.Confidence);
        Assert.Equal([1, 2], values.Models.Select(model => model.Key));
        Assert.All(values.Models, model => Assert.Equal([200, 404], model.Features[1].KnownValues));
    }

    [Fact]
    public void WithoutValuesNoneAreJudged() => Assert.Null(TrainWithValues(Some.Corpus("a b"), null).Values);

    private static ParameterValueSeries Status(int key) =>
        SomeValues.Series(Enumerable.Range(0, 300).Select(i => i % 2 == 0 ? 200.0 : 404.0), key, "Status");

    private SessionModel Train(SessionCorpus corpus, DetectorKind kind, Action<AnomalyDetectorOptions>? configure = null) =>
        Trainer(kind, configure).Train(corpus);

    private SessionModel TrainWithValues(SessionCorpus corpus, ParameterValueSeries[]? values, Action<AnomalyDetectorOptions>? configure = null) =>
        Trainer(DetectorKind.Default, configure).Train(corpus, values, progress: null, CancellationToken.None);

    private DetectorTrainer Trainer(DetectorKind kind, Action<AnomalyDetectorOptions>? configure)
    {
        var options = Trained.Options(kind);
        options.Model.TrainingSteps = 1;
        configure?.Invoke(options);
        return new DetectorTrainer(options, _engine) { Tell = _told.Add };
    }

    // Whatever comes before, a symbol is as likely as it is.
    private sealed class FixedModel(SymbolMap symbols, float[] probabilities) : NextKeyModel(symbols, 1, knowsBoundaries: true)
    {
        public override void Predict(ReadOnlySpan<int> window, Span<float> result) => probabilities.CopyTo(result);
    }
}
