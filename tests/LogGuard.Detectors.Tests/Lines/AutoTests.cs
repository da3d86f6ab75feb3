using LogGuard.Detectors.Lines;
using Serilog;

namespace LogGuard.Detectors.Tests.Lines;

public class AutoTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private static readonly string[] Normal =
        ["Connection of {User} opened", "Cache of {Region} refreshed in {Elapsed}", "Report {Name} written to the archive", "Backup of {Volume} finished", "Mail to {Address} sent"];

    private static readonly string[] Anomalous = ["Fatal parity error on {Node}", "Disk {Volume} failed with a fatal error", "Fatal error while sending mail"];

    [Theory]
    [InlineData(AutoKind.Lstm)]
    [InlineData(AutoKind.Blstm)]
    [InlineData(AutoKind.Gru)]
    public async Task ALineLikeThoseLabelledIsReportedAlsoAfterARestart(AutoKind kind)
    {
        using var folder = new PipelineFolder();
        var trainer = new AutoTrainer(new AutoOptions { Kind = kind, WordCount = 8, HiddenSize = 16, Dropout = 0.1f, LearningRate = 0.01f, Epochs = 40 });
        string reason;
        using (var log = new Log(trainer, folder.Path))
        {
            await log.WriteAsync(Normal);
            var labelled = Enumerable.Range(0, 20).SelectMany(_ => Normal.Select(line => new LabelledSession([line], IsAnomalous: false)).Concat(Anomalous.Select(line => new LabelledSession([line], IsAnomalous: true))));
            Assert.True(await log.Detector.TrainAsync(labelled).WaitAsync(Patience));
            await log.WriteAsync([.. Normal, Anomalous[1]]);
            var anomaly = Assert.Single(log.Anomalies);
            Assert.Equal(($"Auto{kind}", Anomalous[1]), (anomaly.Question, anomaly.Template));
            Assert.Contains("labelled anomalous", anomaly.Reason, StringComparison.Ordinal);
            Assert.True(log.Detector.MarkNormal(anomaly));
            await log.WriteAsync([Anomalous[1]]);
            Assert.Single(log.Anomalies);
            await log.WriteAsync([Anomalous[0]]);
            reason = log.Anomalies[1].Reason;
        }

        using var later = new Log(trainer, folder.Path);
        await later.WriteAsync([.. Normal, Anomalous[0]]);

        Assert.Equal(reason, Assert.Single(later.Anomalies).Reason);
    }

    [Fact]
    public void AFrequentWordHasAGreaterNumberThanARareOne()
    {
        var words = WordCodes.Of([("Disk full", 9), ("disk gone", 1)]);
        var codes = new float[4];

        words.Write(WordCodes.WordsOf("DISK full, unknown"), codes);

        Assert.Equal(1, codes[0], 5);
        Assert.InRange(codes[1], codes[2] + 0.01f, codes[0] - 0.01f);
        Assert.InRange(codes[2], 0.01f, 1);
        Assert.Equal(0, codes[3]);
    }

    [Fact]
    public void AnImpossibleDropoutThrowsAtOnce() => Assert.Throws<ArgumentOutOfRangeException>(() => new AutoTrainer(new AutoOptions { Dropout = 1 }));

    private sealed class Log : IDisposable
    {
        private readonly global::Serilog.Core.Logger _logger;
        private int _number;

        public Log(AutoTrainer trainer, string folder)
        {
            var options = new AnomalyDetectorOptions { ModelPath = folder, Seed = 1, OnAnomaly = Anomalies.Add }.UseDetector(trainer);
            options.Session.Property = "Session";
            options.Training.SessionCount = 1_000_000;
            options.Queue.WhenFull = QueueFullMode.Wait;
            Detector = new AnomalyDetector(options);
            _logger = new LoggerConfiguration().WriteTo.AnomalyDetector(Detector).CreateLogger();
        }

        public AnomalyDetector Detector { get; }

        public List<Anomaly> Anomalies { get; } = [];

        public async Task WriteAsync(params string[] templates)
        {
            foreach (var template in templates)
            {
                var id = $"session{_number++}";
                _logger.ForContext("Session", id).Information(template, "one", "two");
                Detector.CloseSession(id);
            }

            await Detector.FlushAsync().WaitAsync(Patience);
        }

        public void Dispose()
        {
            _logger.Dispose();
            Detector.Dispose();
        }
    }
}
