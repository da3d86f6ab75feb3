namespace LogGuard.Detectors.Tests.Counts;

public class PcaTests
{
    // The value is from NumPy; the share checks the approximation itself: Σ λ·z² with z normal exceeds the limit in one case of a thousand.
    [Fact]
    public void TheLimitIsExceededInOneCaseOfAThousand()
    {
        var limit = PcaTrainer.Limit([0.5, 0.3, 0.2], 0.001);
        Assert.Equal(6.4959944536306455, limit, 9);

        var random = new Random(1);
        const int draws = 400_000;
        var exceeded = 0;
        for (var i = 0; i < draws; i++)
        {
            exceeded += (0.5 * Square()) + (0.3 * Square()) + (0.2 * Square()) > limit ? 1 : 0;
        }

        Assert.InRange((double)exceeded / draws, 0.0005, 0.0015);

        double Square() => Math.Pow(MathNet.Numerics.Distributions.Normal.Sample(random, 0, 1), 2);
    }

    [Fact]
    public void WithoutAnythingOutsideTheSpaceAnyResidualIsNew() => Assert.Equal(1e-6, PcaTrainer.Limit([0, 0], 0.001));

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(double.NaN)]
    public void AnImpossibleShareThrowsAtOnce(double share) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new PcaTrainer(new PcaOptions { ExplainedVariance = share }));
}
