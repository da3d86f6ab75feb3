using FsCheck;
using LogGuard.Primitives;
using LogGuard.Tests.Support;

namespace LogGuard.Tests.Primitives;

public class SeededHashTests
{
    [Fact]
    public void EqualTextsHaveEqualHashes() => Properties.Hold<NonNull<string>>(text =>
        SeededHash.Of(text.Get) == SeededHash.Of(text.Get.ToCharArray())
        && SeededHash.Of("12345678" + text.Get) == SeededHash.Of(("-12345678" + text.Get).AsSpan(1)));

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(8)]
    [InlineData(9)]
    [InlineData(15)]
    [InlineData(16)]
    [InlineData(17)]
    [InlineData(24)]
    [InlineData(25)]
    [InlineData(33)]
    [InlineData(64)]
    [InlineData(256)]
    public void EachCharacterChangesTheHash(int length)
    {
        var text = new string('a', length);
        var hashes = new HashSet<int> { SeededHash.Of(text) };
        for (var place = 0; place < length; place++)
        {
            Assert.True(hashes.Add(SeededHash.Of(text[..place] + 'b' + text[(place + 1)..])));
        }
    }

    [Fact]
    public void TextsOfDifferentLengthsAreToldApart() =>
        Assert.Equal(300, Enumerable.Range(0, 300).Select(length => SeededHash.Of(new string('\0', length))).Distinct().Count());

    // With 32 bits, 100,000 texts share a hash 1.2 times on average.
    [Fact]
    public void NumberedIdsCollideAsSeldomAsRandomNumbers() =>
        Assert.InRange(Enumerable.Range(0, 100_000).Select(i => SeededHash.Of($"blk_{-1608999687919862906 + 7919L * i}")).Distinct().Count(), 99_980, 100_000);
}
