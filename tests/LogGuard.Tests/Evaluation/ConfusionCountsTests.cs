using LogGuard.Measures;

namespace LogGuard.Tests.Evaluation;

public class ConfusionCountsTests
{
    [Theory]
    [InlineData(true, true, 1, 0, 0, 0)]
    [InlineData(false, true, 0, 1, 0, 0)]
    [InlineData(true, false, 0, 0, 1, 0)]
    [InlineData(false, false, 0, 0, 0, 1)]
    public void LabelAndVerdictSayWhatIsCounted(bool isAnomalous, bool isReported, long truePositives, long falsePositives, long falseNegatives, long trueNegatives)
    {
        var counts = default(ConfusionCounts).Add(isAnomalous, isReported);

        Assert.Equal(new ConfusionCounts(truePositives, falsePositives, falseNegatives, trueNegatives), counts);
    }

    [Fact]
    public void SessionsMayBeAddedManyAtATime()
    {
        var counts = new ConfusionCounts(1, 2, 3, 4).Add(true, true, 10).Add(false, true, 20).Add(true, false, 30).Add(false, false, 40);

        Assert.Equal(new ConfusionCounts(11, 22, 33, 44), counts);
    }

    [Fact]
    public void PrecisionRecallAndTheirMeanAreWorkedOut()
    {
        var counts = new ConfusionCounts(TruePositives: 6, FalsePositives: 2, FalseNegatives: 4, TrueNegatives: 88);

        Assert.Equal(0.75, counts.Precision);
        Assert.Equal(0.6, counts.Recall);
        Assert.Equal(2 * 0.75 * 0.6 / (0.75 + 0.6), counts.F1, 1e-12);
    }

    [Fact]
    public void NothingReportedOrNothingWrongIsZeroAndNotNaN()
    {
        Assert.Equal(0, default(ConfusionCounts).Precision);
        Assert.Equal(0, default(ConfusionCounts).Recall);
        Assert.Equal(0, default(ConfusionCounts).F1);
        Assert.Equal(0, new ConfusionCounts(0, 0, 5, 5).Precision);
        Assert.Equal(0, new ConfusionCounts(0, 5, 0, 5).Recall);
    }
}
