using LogGuard.Detection;
using LogGuard.Learning.Training;
using LogGuard.Learning;
using LogGuard.Measures;
using LogGuard.Models.Counts;
using LogGuard.Models.Windows;
using LogGuard.Models;
using LogGuard.Neural;
using LogGuard.Sequences;
using LogGuard.Tests.Support;
using Xunit.Abstractions;

namespace LogGuard.Tests.Evaluation;

/// <summary>Figures that the HDFS log is known by, in the DeepLog paper and around it.</summary>
public class HdfsTests(ITestOutputHelper output)
{
    private static readonly Lazy<SessionCorpus> Normal = new(() => HdfsData.Read("hdfs_test_normal.txt.gz"));
    private static readonly Lazy<SessionCorpus> Abnormal = new(() => HdfsData.Read("hdfs_test_abnormal.txt.gz"));

    [Fact]
    public void TheFilesHoldWhatTheirReadmeSays()
    {
        Assert.Equal((4_855, 839, 95_125), Sizes(HdfsData.Training));
        Assert.Equal((553_366, 14_177, 10_792_214), Sizes(Normal.Value));
        Assert.Equal((16_838, 4_123, 284_818), Sizes(Abnormal.Value));

        static (int, int, long) Sizes(SessionCorpus corpus) => (corpus.Count, corpus.Distinct.Count, corpus.EventCount);
    }

    [Fact]
    public void TheTrainingWindowsAreFewDistinctOnes()
    {
        var windows = WindowSet.Collect(HdfsData.Training.Weighted(Range.All), SymbolsOf(HdfsData.Training), windowSize: 10, withBoundaries: false);

        Assert.Equal(46_575, windows.TotalWeight);
        Assert.Equal(4_092, windows.Count);
        Assert.Equal(3_494, windows.Windows.Chunk(10).DistinctBy(window => string.Join(' ', window)).Count());
    }

    /// <summary>
    /// The paper's Table 4. It pads no short session, so those of ten events or fewer are counted as reported, as
    /// published code does.
    /// </summary>
    [Fact]
    public void TheNGramBaselineHasThePapersFigures()
    {
        var counts = Evaluate(DetectorKind.NGram, reportsShortSessions: true);

        Assert.Equal(1_360, counts.FalsePositives);
        Assert.Equal(739, counts.FalseNegatives);
        Assert.Equal(16_838, counts.TruePositives + counts.FalseNegatives);
        Assert.Equal(553_366, counts.FalsePositives + counts.TrueNegatives);
    }

    [Fact]
    public void AKeyNeverSeenIsAStrongRule()
    {
        Assert.Equal(0.633, Evaluate(DetectorKind.NewKey).F1, 0.0005);
    }

    [Fact]
    public void TheCountsOfTheTrainingSessionsAreAccepted()
    {
        var training = HdfsData.Training;

        var model = CountModelTrainer.Train(training, alarmRate: 0.0005)!;

        output.WriteLine($"{model.Constraints.Length} constraints, {model.UnseenShare:P3} of normal sessions are expected to break one");
        Assert.True(model.Constraints.Length > 0);
        var judged = new SessionEvaluation(ModelQuestions.Make(SymbolsOf(training), training.Count, training.EventCount, false, null, model));
        Assert.DoesNotContain(training.Distinct, sequence => judged.IsReported(sequence.Keys));
    }

    private ConfusionCounts Evaluate(DetectorKind kind, bool reportsShortSessions = false)
    {
        var trainer = new DetectorTrainer(new AnomalyDetectorOptions { Detector = kind }, new ManagedEngine());
        var evaluation = new SessionEvaluation(trainer.Train(HdfsData.Training));
        var counts = default(ConfusionCounts);
        foreach (var (corpus, isAnomalous) in new[] { (Normal.Value, false), (Abnormal.Value, true) })
        {
            foreach (var (sequence, count) in corpus.Weighted(Range.All))
            {
                var isReported = evaluation.IsReported(sequence.Keys) || (reportsShortSessions && sequence.Keys.Length <= 10);
                counts = counts.Add(isAnomalous, isReported, count);
            }
        }

        output.WriteLine($"{kind}: {counts}");
        return counts;
    }

    private static SymbolMap SymbolsOf(SessionCorpus corpus) =>
        new([.. corpus.Distinct.SelectMany(sequence => sequence.Keys).Distinct().Order()]);
}
