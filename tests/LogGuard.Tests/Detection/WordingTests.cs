using LogGuard.Detection;

namespace LogGuard.Tests.Detection;

public class WordingTests
{
    [Theory]
    [InlineData(1, "100 %")]
    [InlineData(0.99999, "99.9 %")]
    [InlineData(0.998, "99.8 %")]
    [InlineData(0.5, "50 %")]
    [InlineData(0.123, "12.3 %")]
    [InlineData(0.001, "0.1 %")]
    [InlineData(0.0004, "under 0.1 %")]
    [InlineData(0, "under 0.1 %")]
    public void ASharePromisesNoCertaintyThatItDoesNotHave(double share, string text)
    {
        Assert.Equal(text, Wording.Percent(share));
    }

    [Theory]
    [InlineData(0, "never")]
    [InlineData(1, "once")]
    [InlineData(2, "twice")]
    [InlineData(3, "3 times")]
    [InlineData(1234, "1,234 times")]
    public void CountsAreInWords(long count, string text)
    {
        Assert.Equal(text, Wording.Times(count));
    }

    [Theory]
    [InlineData(160, 162)]
    [InlineData(161, 163)]
    [InlineData(5000, 163)]
    public void ALongTemplateIsCutInItsQuotes(int length, int quotedLength)
    {
        var quoted = Wording.Quote(new string('x', length));

        Assert.Equal(quotedLength, quoted.Length);
        Assert.Equal(length > 160, quoted.EndsWith("…\""));
    }

    [Fact]
    public void EveryKindHasATitle()
    {
        Assert.Equal(
            ["Unknown line", "Unexpected line", "Unusual counts", "Cut short", "Unusual value"],
            Enum.GetValues<AnomalyKind>().Select(Wording.Title));
    }
}
