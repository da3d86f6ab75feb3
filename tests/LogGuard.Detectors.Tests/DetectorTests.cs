using LogGuard.Detection;

namespace LogGuard.Detectors.Tests;

/// <summary>Each model in a Serilog application: it learns, reports, explains, is answered, and comes back after a restart.</summary>
public class DetectorTests
{
    public static TheoryData<string> Models => new(Trainers.Keys);

    private static readonly Dictionary<string, ILogModelTrainer> Trainers = new ILogModelTrainer[]
    {
        new PcaTrainer(),
        new InvariantTrainer(),
        new SupervisedLstmTrainer(new SupervisedLstmOptions { EmbeddingSize = 8, HiddenSize = 16, LearningRate = 0.01f, Epochs = 40 }),
        new TfIdfLstmTrainer(new TfIdfLstmOptions { HiddenSize = 16, LearningRate = 0.01f, WindowSize = 2 }),
        new MergedLstmTrainer(new MergedLstmOptions { HiddenSize = 16, LearningRate = 0.01f }),
        new CnnTrainer(new CnnOptions { EmbeddingSize = 8, FilterCount = 16, LearningRate = 0.01f, Epochs = 40 }),
        new LogRobustTrainer(new LogRobustOptions { HiddenSize = 16, LearningRate = 0.01f, Epochs = 60 }),
        new LogAnomalyTrainer(new NextTemplateOptions { HiddenSize = 16, LearningRate = 0.01f }),
        new MsifLstmTrainer(new NextTemplateOptions { HiddenSize = 16, LearningRate = 0.01f }),
        new PleGruTrainer(new PleGruOptions { HiddenSize = 16, LearningRate = 0.01f, Epochs = 60 }),
        new LogMsTrainer(new NextTemplateOptions { HiddenSize = 16, LearningRate = 0.01f }, new PleGruOptions { HiddenSize = 16, LearningRate = 0.01f, Epochs = 60 }),
    }.ToDictionary(trainer => trainer.Name);

    [Theory]
    [MemberData(nameof(Models))]
    public async Task AModelLearnsReportsAndExplains(string model)
    {
        using var log = new ShopLog(Trainers[model]);
        await log.LearnAsync();

        var random = new Random(7);
        await log.WriteAsync(Enumerable.Range(0, 100).Select(_ => ShopLog.Usual(random)));
        Assert.True(log.Anomalies.Count <= 2, $"{log.Anomalies.Count} of 100 usual orders are reported: {string.Join(Environment.NewLine, log.Anomalies.Take(3))}");
        log.Anomalies.Clear();
        await log.WriteAsync([ShopLog.Unpaid]);

        var anomaly = Assert.Single(log.Anomalies);
        Assert.Equal((AnomalyKind.Other, model), (anomaly.Kind, anomaly.Question));
        Assert.Matches(@"\d", anomaly.Reason);
        Assert.Contains("Order {OrderId}", anomaly.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Models))]
    public async Task AModelComesBackAfterARestartWithTheSameVerdicts(string model)
    {
        using var folder = new PipelineFolder();
        string reason;
        using (var log = new ShopLog(Trainers[model], folder.Path))
        {
            await log.LearnAsync();
            await log.WriteAsync([ShopLog.Unpaid]);
            reason = Assert.Single(log.Anomalies).Reason;
        }

        using var later = new ShopLog(Trainers[model], folder.Path);
        Assert.Equal(DetectorState.Detecting, later.Detector.State);
        await later.WriteAsync([ShopLog.Unpaid]);

        Assert.Equal(reason, Assert.Single(later.Anomalies).Reason);
    }

    [Theory]
    [MemberData(nameof(Models))]
    public async Task AnAnsweredSessionIsNotReportedAgain(string model)
    {
        using var log = new ShopLog(Trainers[model]);
        await log.LearnAsync();
        await log.WriteAsync([ShopLog.Unpaid]);

        // A model that judges lines and ends, or has two stages, may have more reasons than one to report it.
        Assert.Single(log.Anomalies);
        for (var answers = 0; answers < 3 && log.Anomalies.Count > 0; answers++)
        {
            Assert.True(log.Detector.MarkNormal(Assert.Single(log.Anomalies)));
            log.Anomalies.Clear();
            await log.WriteAsync([ShopLog.Unpaid]);
        }

        Assert.Empty(log.Anomalies);
    }

    [Theory]
    [InlineData("LogAnomaly")]
    [InlineData("MsifLstm")]
    public async Task AnOrderThatBreaksOffIsReportedAtItsEnd(string model)
    {
        using var log = new ShopLog(Trainers[model]);
        await log.LearnAsync();

        await log.WriteAsync([[0, 1, 3]]);

        var anomaly = Assert.Single(log.Anomalies);
        Assert.StartsWith("the end after \"Order {OrderId} paid {Amount}\" has a probability of 0.", anomaly.Reason, StringComparison.Ordinal);
        Assert.Equal(ShopLog.Templates[4], anomaly.Expected[0].Template);
    }

    [Fact]
    public async Task WithoutLabelsAModelThatNeedsThemSaysSo()
    {
        using var log = new ShopLog(Trainers["SupervisedLstm"]);
        var random = new Random(ShopLog.Seed);
        await log.WriteAsync(Enumerable.Range(0, 100).Select(_ => ShopLog.Usual(random)));

        Assert.True(await log.Detector.TrainAsync());

        Assert.Contains(log.Told, line => line.Contains("SupervisedLstm: it learns from labels, and 0 anomalous and 100 normal sessions are labelled; 10 of each are needed", StringComparison.Ordinal));
        await log.WriteAsync([ShopLog.Unpaid]);
        Assert.Empty(log.Anomalies);
    }

    [Fact]
    public async Task AnswersAreLabelsForTheNextTrainingAlsoAfterARestart()
    {
        using var folder = new PipelineFolder();
        var random = new Random(ShopLog.Seed);
        var faults = Enumerable.Range(0, 12).Select(number => (int[])[0, .. Enumerable.Repeat(1, 1 + (number % 3)), 4]).ToArray();
        using (var log = new ShopLog(Trainers["SupervisedLstm"], folder.Path, besideOthers: true))
        {
            await log.WriteAsync(Enumerable.Range(0, 200).Select(_ => ShopLog.Usual(random)));
            Assert.True(await log.Detector.TrainAsync());
            await log.WriteAsync(faults);
            Assert.True(log.Anomalies.Count >= faults.Length);
            Assert.All(log.Anomalies, anomaly => Assert.True(log.Detector.MarkAnomalous(anomaly)));
        }

        using var later = new ShopLog(Trainers["SupervisedLstm"], folder.Path, besideOthers: true);
        Assert.Equal(DetectorState.Detecting, later.Detector.State);

        Assert.True(await later.Detector.RetrainAsync(), string.Join(Environment.NewLine, later.Told));

        Assert.Contains(later.Told, line => line.Contains("SupervisedLstm: learning from 12 anomalous and 200 normal sessions", StringComparison.Ordinal));
    }

    [Fact]
    public void TheSameNameTwiceThrowsAtOnce() =>
        Assert.Throws<ArgumentException>(() => new AnomalyDetectorOptions().UseDetector(new PcaTrainer()).UseDetector(new PcaTrainer()));

    [Fact]
    public void ACustomDetectorWithoutAModelThrowsAtOnce()
    {
        var fault = Assert.Throws<ArgumentException>(() => new AnomalyDetector(new AnomalyDetectorOptions { Detector = DetectorKind.Custom }));
        Assert.Contains("Detector is Custom; it needs a model; call UseDetector", fault.Message, StringComparison.Ordinal);
    }
}
