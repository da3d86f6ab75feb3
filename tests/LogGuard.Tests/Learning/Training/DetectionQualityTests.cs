using LogGuard.Learning.Training;
using LogGuard.Learning;
using LogGuard.Measures;
using LogGuard.Neural;
using LogGuard.Tests.Support;
using Xunit.Abstractions;

namespace LogGuard.Tests.Learning;

/// <summary>
/// 300 normal sessions are learnt; 200 other normal ones and 100 with something wrong, 20 of each fault, are judged.
/// The floors are loose: they are to catch a detector that broke, not one that got a little worse.
/// </summary>
public class DetectionQualityTests(ITestOutputHelper output)
{
    [Fact]
    public void TheDefaultDetectorFindsEveryKindOfFault()
    {
        // Half as wide as by default and trained for long enough: a network that has not settled takes swaps for likely.
        var counts = Evaluate(
            DetectorKind.Default, out var found,
            options => options.Model = new ModelOptions { WindowSize = 5, HiddenSize = 32, LayerCount = 1, TrainingSteps = 900 });

        Assert.InRange(counts.Precision, 0.9, 1);
        Assert.InRange(counts.Recall, 0.95, 1);
        Assert.All(OrderLog.Faults, fault => Assert.InRange(found[fault], 18, 20));
    }

    [Fact]
    public void TheNewKeyDetectorFindsForeignKeysAndNothingElse()
    {
        var counts = Evaluate(DetectorKind.NewKey, out var found);

        Assert.Equal(1, counts.Precision);
        Assert.All(OrderLog.Faults, fault => Assert.Equal(fault == "foreign" ? 20 : 0, found[fault]));
    }

    // With nine of ten keys expected anywhere, it is no wonder that little is found.
    [Theory]
    [InlineData(DetectorKind.NGram)]
    [InlineData(DetectorKind.DeepLog)]
    public void ThePapersDetectorsRaiseNoFalseAlarmsHere(DetectorKind kind)
    {
        var counts = Evaluate(kind, out var found);

        Assert.InRange(counts.Precision, 0.9, 1);
        Assert.InRange(found["foreign"], 10, 20);
    }

    [Fact]
    public void ASmallerTopGFindsMore()
    {
        var nine = Evaluate(DetectorKind.DeepLog, out _);
        var two = Evaluate(DetectorKind.DeepLog, out _, options => options.Model.TopG = 2);

        Assert.True(two.Recall > nine.Recall + 0.2, $"recall {nine.Recall} with g = 9, {two.Recall} with g = 2");
    }

    private ConfusionCounts Evaluate(DetectorKind kind, out Dictionary<string, int> found, Action<AnomalyDetectorOptions>? configure = null)
    {
        var options = Trained.Options(kind);
        configure?.Invoke(options);
        var model = new DetectorTrainer(options, new ManagedEngine(threadCount: 1)).Train(OrderLog.Normal(300));
        var evaluation = new SessionEvaluation(model);
        var log = new OrderLog(seed: 2);
        var counts = default(ConfusionCounts);
        for (var i = 0; i < 200; i++)
        {
            counts = counts.Add(false, evaluation.IsReported(log.Next()));
        }

        found = [];
        foreach (var fault in OrderLog.Faults)
        {
            found[fault] = Enumerable.Range(0, 20).Count(_ => evaluation.IsReported(log.Next(fault)));
            counts = counts.Add(true, true, found[fault]).Add(true, false, 20 - found[fault]);
        }

        output.WriteLine(
            $"{kind}: precision {counts.Precision:0.000}, recall {counts.Recall:0.000}, F1 {counts.F1:0.000}; "
            + string.Join(", ", found.Select(entry => $"{entry.Key} {entry.Value}/20")));
        return counts;
    }
}
