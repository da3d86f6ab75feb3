using LogGuard.Parsing;

namespace LogGuard.Tests.Text.Mining;

public class SearchTimeTests
{
    [Fact]
    public void AShortLineWithFewMatchesNeedsNoClock()
    {
        // No time at all is allowed, and the search of a short line is not over yet.
        var time = new SearchTime(TimeSpan.Zero, length: 100, isLinear: true);

        Assert.All(Enumerable.Range(0, 655), _ => Assert.False(time.IsOver()));
    }

    [Theory]
    [InlineData(100, false)]
    [InlineData(10_000_000, true)]
    public void OtherLinesAreOverWhenTheirTimeIs(int length, bool isLinear)
    {
        var time = new SearchTime(TimeSpan.Zero, length, isLinear);
        var generous = new SearchTime(TimeSpan.FromDays(1), length, isLinear);

        // The clock runs from the first match on.
        Assert.False(time.IsOver());
        Assert.True(SpinWait.SpinUntil(() => time.IsOver(), TimeSpan.FromSeconds(30)));
        Assert.False(generous.IsOver());
        Assert.False(generous.IsOver());
        Assert.Equal(TimeSpan.FromMilliseconds(50), SearchTime.OfOneMatch(TimeSpan.FromMilliseconds(150)));
    }
}
