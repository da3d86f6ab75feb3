using LogGuard.Keys;
using LogGuard.Parsing;
using LogGuard.Pipeline;
using LogGuard.Sequences;
using LogGuard.Tests.Support;

namespace LogGuard.Tests.Pipeline;

public sealed class ColdStartTests
{
    [Fact]
    public void TimesAreNotJudgedInTheFirstMinuteNorAtTheFirstThreeLinesOfATemplate()
    {
        var cold = new ColdStart(new ValueOptions(), new TestTimeProvider());

        Assert.Equal([false, false, false, false], Enumerable.Range(0, 4).Select(second => IsJudged(cold, 1, TimeSpan.FromSeconds(second))));
        Assert.True(IsJudged(cold, 1, TimeSpan.FromSeconds(61)));
        Assert.Equal([false, false, false, true, true], Enumerable.Range(0, 5).Select(second => IsJudged(cold, 70, TimeSpan.FromSeconds(100 + second))));
    }

    [Fact]
    public void TimesOfALogThatIsReplayedAreJudgedAtOnce()
    {
        var cold = new ColdStart(new ValueOptions(), new TestTimeProvider());

        Assert.True(IsJudged(cold, 1, TimeSpan.FromDays(-1)));
        Assert.True(IsJudged(cold, 1, TimeSpan.FromTicks(-1)));
    }

    [Fact]
    public void TimesOfATextLogAreJudgedAtOnce()
    {
        var cold = new ColdStart(new ValueOptions(), new TestTimeProvider());
        var renderer = new TextLineRenderer(new MinedKeys(new LogKeyVocabulary(10), new TemplateMinerOptions()));

        Assert.True(IsJudged(cold, 1, TimeSpan.Zero, renderer));
    }

    [Fact]
    public void ZeroJudgesTimesFromTheFirstLine()
    {
        var cold = new ColdStart(new ValueOptions { WarmUpTime = TimeSpan.Zero, WarmUpCount = 0 }, new TestTimeProvider());

        Assert.True(IsJudged(cold, 1, TimeSpan.Zero));
    }

    private static bool IsJudged(ColdStart cold, int key, TimeSpan sinceStart, LineRenderer? renderer = null) => !cold.IsCold(
        new LogRecord(key, LogSeverity.Information, 0, SessionId.From("s"), (TestTimeProvider.Start + sinceStart).UtcTicks, null, renderer));
}
