using LogGuard.Stress.Load;
using LogGuard.Tests.Support;

namespace LogGuard.Tests.Stress;

public class WatchdogTests
{
    [Fact]
    public void APlaceWhereNothingGoesOnIsNamed()
    {
        using var barked = new ManualResetEventSlim();
        var doing = "";
        using var watchdog = new Watchdog(() => 0, TimeSpan.FromMilliseconds(50), what =>
        {
            doing = what;
            barked.Set();
        });

        watchdog.Doing("saving");

        Assert.True(barked.Wait(PipelineLog.Patience));
        Assert.Contains(doing, new[] { "saving", "starting" });
    }
}
