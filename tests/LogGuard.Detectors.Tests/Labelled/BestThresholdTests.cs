using LogGuard.Detectors.Labelled;

namespace LogGuard.Detectors.Tests.Labelled;

public class BestThresholdTests
{
    [Fact]
    public void ItLiesBetweenWhatItDivides() =>
        Assert.Equal(0.5f, BestThreshold.Of([(0.1f, false, 5), (0.3f, false, 1), (0.7f, true, 2), (0.9f, true, 1)]), 5);

    [Fact]
    public void ARareFalseAlarmIsWorthManyFaults() =>
        Assert.Equal(0.35f, BestThreshold.Of([(0.1f, false, 100), (0.6f, false, 1), (0.6f, true, 50), (0.8f, true, 1)]), 5);

    [Fact]
    public void WithoutFaultsItIsAHalf() => Assert.Equal(0.5f, BestThreshold.Of([(0.1f, false, 5)]));
}
