namespace LogGuard.Tests.Contract;

public class CountWordingTests
{
    [Theory]
    [InlineData("never occurred in the 60 sessions learnt from", 0)]
    [InlineData("occurred once in each of the 60 sessions learnt from", 1)]
    [InlineData("occurred twice in each of the 60 sessions learnt from", 2)]
    [InlineData("occurred 1,200 times in each of the 60 sessions learnt from", 1200)]
    [InlineData("occurred at most once in the 60 sessions learnt from", 0, 1)]
    [InlineData("occurred at most twice in the 60 sessions learnt from", 0, 1, 2)]
    [InlineData("occurred at most 5 times in the 60 sessions learnt from", 0, 1, 2, 3, 4, 5)]
    [InlineData("occurred once or twice in the 60 sessions learnt from", 1, 2)]
    [InlineData("occurred never or twice in the 60 sessions learnt from", 0, 2)]
    [InlineData("occurred never or 7 times in the 60 sessions learnt from", 0, 7)]
    [InlineData("occurred never, 1 or 4 times in the 60 sessions learnt from", 0, 1, 4)]
    [InlineData("occurred 2 or 3 times in the 60 sessions learnt from", 2, 3)]
    [InlineData("occurred 1 to 3 times in the 60 sessions learnt from", 1, 2, 3)]
    [InlineData("occurred 3 to 6 times in the 60 sessions learnt from", 3, 4, 5, 6)]
    [InlineData("occurred 1, 3 or 5 to 7 times in the 60 sessions learnt from", 1, 3, 5, 6, 7)]
    [InlineData("occurred 1,000 or 2,000 times in the 60 sessions learnt from", 1000, 2000)]
    public void CountsReadAsAPersonWritesThem(string words, params int[] counts) => Assert.Equal(words, CountWording.Occurred(counts, 60));

    [Theory]
    [InlineData("occurred as often in each of the 60 sessions learnt from", 0)]
    [InlineData("occurred 1 more time in each of the 60 sessions learnt from", 1)]
    [InlineData("occurred 1 fewer time in each of the 60 sessions learnt from", -1)]
    [InlineData("occurred 3 fewer times in each of the 60 sessions learnt from", -3)]
    [InlineData("occurred as often or 1 more time in the 60 sessions learnt from", 0, 1)]
    [InlineData("occurred as often or 1 fewer time in the 60 sessions learnt from", -1, 0)]
    [InlineData("occurred as often or 5 more times in the 60 sessions learnt from", 0, 5)]
    [InlineData("occurred as often or up to 3 fewer times in the 60 sessions learnt from", -3, -2, -1, 0)]
    [InlineData("occurred as often, or 2 or 4 more times in the 60 sessions learnt from", 0, 2, 4)]
    [InlineData("occurred 1 or 2 more times in the 60 sessions learnt from", 1, 2)]
    [InlineData("occurred 3 to 6 fewer times in the 60 sessions learnt from", -6, -5, -4, -3)]
    [InlineData("occurred between 2 fewer and 1 more times in the 60 sessions learnt from", -2, -1, 0, 1)]
    [InlineData("occurred 2 fewer times or 3 more times in the 60 sessions learnt from", -2, 3)]
    [InlineData("occurred as often, or 2 fewer times, or 3 more times in the 60 sessions learnt from", -2, 0, 3)]
    [InlineData("occurred 2,147,483,648 fewer times in each of the 60 sessions learnt from", int.MinValue)]
    public void DifferencesReadAsAPersonWritesThem(string words, params int[] differences) =>
        Assert.Equal(words, CountWording.OccurredBeside(differences, 60));

    [Theory]
    [InlineData(0, "never occurred in the 60 sessions learnt from")]
    [InlineData(1, "occurred at most once in the 60 sessions learnt from")]
    [InlineData(20, "occurred at most 20 times in the 60 sessions learnt from")]
    public void ALargestCountReadsAsAPersonWritesIt(int count, string words) => Assert.Equal(words, CountWording.OccurredAtMost(count, 60));

    [Fact]
    public void OneSessionIsSingular()
    {
        Assert.Equal("occurred twice in the one session learnt from", CountWording.Occurred([2], 1));
        Assert.Equal("in the one session learnt from", CountWording.Sessions(1));
        Assert.Equal("in the 1,200 sessions learnt from", CountWording.Sessions(1200));
    }
}
