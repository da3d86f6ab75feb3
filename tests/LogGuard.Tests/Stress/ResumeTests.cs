using LogGuard.Stress.Resume;
using LogGuard.Tests.Support;

namespace LogGuard.Tests.Stress;

public sealed class ResumeTests
{
    [Fact]
    public async Task VerdictsOfAProcessThatIsKilledAndResumedEqualThoseOfAnUninterruptedOne()
    {
        using var folder = new TemporaryFolder();

        var result = await new ResumeRun(folder.Path, orders: 1_000, kills: 3, seed: 7).RunAsync();

        Assert.True(result.Verdicts >= 150, $"{result.Verdicts} verdicts of 200 orders with a fault");
        Assert.Empty(result.Missing);
        Assert.Empty(result.Surplus);
        Assert.Equal(0, result.Repeated);
    }
}
