using LogGuard.Primitives;

namespace LogGuard.Tests.Primitives;

public class BinomialIntervalTests
{
    // Closed forms: without hits the upper bound is 1 - tail^(1/n); all else was worked out by summing binomial terms.
    [Theory]
    [InlineData(0, 200, 0, 0.018275)]
    [InlineData(200, 200, 0.981725, 1)]
    [InlineData(5, 1000, 0.001625, 0.011629)]
    [InlineData(573, 4895, 0.108180, 0.126396)]
    [InlineData(374, 553366, 0.000609, 0.000748)]
    public void BoundsAreThoseOfClopperAndPearson(double hits, double trials, double low, double high)
    {
        var (least, most) = BinomialInterval.Of(hits, trials, 0.95);

        Assert.Equal(low, least, 6);
        Assert.Equal(high, most, 6);
    }
}
