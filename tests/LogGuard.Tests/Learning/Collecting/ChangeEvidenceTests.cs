using LogGuard.Learning.Collecting;
using LogGuard.Tests.Support;

namespace LogGuard.Tests.Learning;

/// <summary>Which sessions with a change prove that it lasts, among a thousand of 16 hours.</summary>
public class ChangeEvidenceTests
{
    private const int SessionCount = 1_000;

    [Theory]
    [InlineData(20, nameof(ChangeFate.Learnt))]
    [InlineData(19, nameof(ChangeFate.TooFew))]
    public void TwentySessionsAreEnough(int count, string fate) => Assert.Equal(fate, JudgedAs(Every(50).TakeLast(count)));

    [Theory]
    [InlineData(750, nameof(ChangeFate.Learnt))]
    [InlineData(751, nameof(ChangeFate.TooShort))]
    public void AQuarterOfTheSessionsIsLongEnough(int first, string fate) =>
        Assert.Equal(fate, JudgedAs(Enumerable.Range(first, SessionCount - first)));

    [Theory]
    [InlineData(3_604, nameof(ChangeFate.Learnt))]
    [InlineData(3_600, nameof(ChangeFate.TooShort))]
    public void AnHourIsLongEnough(int milliseconds, string fate) =>
        Assert.Equal(fate, JudgedAs(Enumerable.Range(0, SessionCount), TimeSpan.FromMilliseconds(milliseconds)));

    [Theory]
    [InlineData("11111111", nameof(ChangeFate.Learnt))]
    [InlineData("11101101", nameof(ChangeFate.Learnt))]
    [InlineData("11101001", nameof(ChangeFate.Bursts))]
    [InlineData("11111110", nameof(ChangeFate.Over))]
    public void SixOfEightPartsHaveItAndTheLastOneDoes(string parts, string fate) =>
        Assert.Equal(fate, JudgedAs(Every(5).Where(place => parts[place * 8 / SessionCount] == '1')));

    // 10 of the last 500 are 1 % to 3.7 %.
    [Theory]
    [InlineData(0.009, nameof(ChangeFate.Learnt))]
    [InlineData(0.01, nameof(ChangeFate.Rare))]
    public void ItIsMoreFrequentThanFalseAlarms(double rate, string fate) => Assert.Equal(fate, JudgedAs(Every(50), rate: rate));

    /// <summary>A storm at its beginning does not speak for the rest.</summary>
    [Fact]
    public void TheLaterHalfDecides() =>
        Assert.Equal(nameof(ChangeFate.Rare), JudgedAs([.. Enumerable.Range(0, 400), 510, 630, 760, 990], rate: 0.01));

    private static IEnumerable<int> Every(int step) => Enumerable.Range(0, SessionCount).Where(place => place % step == 0);

    private static string JudgedAs(IEnumerable<int> places, TimeSpan? between = null, double rate = 0.001)
    {
        var step = (between ?? TimeSpan.FromMinutes(1)).Ticks;
        var times = Enumerable.Range(0, SessionCount).Select(place => TestTimeProvider.Start.UtcTicks + (place * step)).ToArray();
        return new ChangeEvidence(times, rate).Judge([.. places]).ToString();
    }
}
