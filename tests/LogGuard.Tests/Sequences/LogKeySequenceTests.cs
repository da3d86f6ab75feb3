using LogGuard.Sequences;
using LogGuard.Tests.Support;

namespace LogGuard.Tests.Sequences;

public class LogKeySequenceTests
{
    [Fact]
    public void SequencesAreEqualByTheirKeys()
    {
        Assert.Equal(Some.Session("a b c"), Some.Session("a b c"));
        Assert.Equal(Some.Session("a b c").GetHashCode(), Some.Session("a b c").GetHashCode());
    }

    [Theory]
    [InlineData("a b", true, true)]
    [InlineData("a c b", true, true)]
    [InlineData("a b c d", true, true)]
    [InlineData("a b c", false, true)]
    [InlineData("a b c", true, false)]
    public void OtherKeysOrAnotherPartMakeAnotherSequence(string keys, bool hasStart, bool hasEnd)
    {
        Assert.NotEqual(Some.Session("a b c"), Some.Part(keys, hasStart, hasEnd));
    }

    [Theory]
    [InlineData(true, true, true)]
    [InlineData(true, false, false)]
    [InlineData(false, true, false)]
    [InlineData(false, false, false)]
    public void OnlyASessionWithBothItsEndsIsWhole(bool hasStart, bool hasEnd, bool isWhole)
    {
        Assert.Equal(isWhole, Some.Part("a", hasStart, hasEnd).IsWhole);
    }
}
