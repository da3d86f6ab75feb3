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

    [Fact]
    public void HashesSpreadByKeysAndEnds()
    {
        // A corpus of a hundred thousand sessions is a dictionary of them.
        var sequences = Enumerable.Range(0, 1_000).Select(i => new LogKeySequence([1, i / 32, i % 32], i % 2 == 0, i % 3 == 0));

        Assert.InRange(sequences.Select(sequence => sequence.GetHashCode()).Distinct().Count(), 990, 1_000);
        Assert.Equal(4, new[] { (true, true), (true, false), (false, true), (false, false) }
            .Select(ends => new LogKeySequence([1], ends.Item1, ends.Item2).GetHashCode()).Distinct().Count());
    }
}
