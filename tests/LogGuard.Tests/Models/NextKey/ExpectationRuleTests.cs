using LogGuard.Models.NextKey;

namespace LogGuard.Tests.Models;

public class ExpectationRuleTests
{
    [Theory]
    [InlineData(0.5f, 0, true)]
    [InlineData(0.0001f, 2, true)]
    [InlineData(0.5f, 3, false)]
    [InlineData(0f, 0, false)]
    public void TopGLooksAtTheRankOfWhatIsPossible(float probability, int rank, bool isExpected)
    {
        Assert.Equal(isExpected, new ExpectationRule(3, 0.9f).Accepts(probability, rank));
    }

    [Theory]
    [InlineData(0.01f, 500, true)]
    [InlineData(0.02f, 500, true)]
    [InlineData(0.0099f, 1, false)]
    [InlineData(0f, 0, false)]
    public void TheFloorLooksAtTheProbability(float probability, int rank, bool isExpected)
    {
        Assert.Equal(isExpected, new ExpectationRule(0, 0.01f).Accepts(probability, rank));
    }
}
