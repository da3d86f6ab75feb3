using LogGuard.Primitives;

namespace LogGuard.Tests.Primitives;

public class TextMarkTests
{
    [Fact]
    public void AMarkIsSavedSoItNeverChanges() => Assert.Equal(1617274284646181, TextMark.Of("Paid"));

    [Fact]
    public void DifferentTextsHaveDifferentWholeNumbers()
    {
        var marks = Enumerable.Range(0, 100_000).Select(i => TextMark.Of($"state {i}")).ToArray();

        Assert.Equal(marks.Length, marks.Distinct().Count());
        Assert.All(marks, mark => Assert.True(mark == Math.Floor(mark) && mark is >= 0 and < 1L << 53));
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(1, true)]
    [InlineData(64, true)]
    [InlineData(65, false)]
    public void OnlyAShortTextHasAMark(int length, bool has) => Assert.Equal(has, !double.IsNaN(TextMark.Of(new string('x', length))));
}
