using LogGuard.Pipeline;
using LogGuard.Tests.Support;

namespace LogGuard.Tests.Pipeline;

public class LagMeterTests
{
    private readonly SteppedTimeProvider _time = new();
    private readonly LagMeter _meter;

    public LagMeterTests() => _meter = new LagMeter(_time);

    [Theory]
    [InlineData(24)]
    [InlineData(-24)]
    public void AStepOfTheClockIsNoLag(int hours)
    {
        _meter.OnIdle();
        _meter.OnBatch(0, 600);
        _time.Step(TimeSpan.FromHours(hours));
        _time.Pass(TimeSpan.FromSeconds(2));
        Assert.Equal(TimeSpan.FromSeconds(2), _meter.Lag);

        _meter.OnBatch(512, 600);
        Assert.Equal(TimeSpan.FromSeconds(2), _meter.Lag);
    }

    [Fact]
    public void TheLagGrowsWhileTheReaderStandsStill()
    {
        _time.Pass(TimeSpan.FromHours(1));
        _meter.OnIdle();
        Assert.Equal(TimeSpan.Zero, _meter.Lag);

        _meter.OnBatch(0, 1);
        _time.Pass(TimeSpan.FromSeconds(30));

        Assert.Equal(TimeSpan.FromSeconds(30), _meter.Lag);
    }

    [Fact]
    public void AnEventThatHadNotArrivedIsYoungerThanTheNote()
    {
        _meter.OnIdle();
        for (var batch = 0; batch < 10; batch++)
        {
            // Twice as many arrive as are read.
            _meter.OnBatch(512 * batch, 1_024 * (batch + 1));
            _time.Pass(TimeSpan.FromSeconds(1));
        }

        // The event 5,120 was the first behind the note of the fifth batch, at second 4.
        _meter.OnBatch(5_120, 10_240);
        Assert.Equal(TimeSpan.FromSeconds(6), _meter.Lag);

        // All that had arrived at the last note were read.
        _meter.OnBatch(10_240, 10_300);
        Assert.Equal(TimeSpan.FromSeconds(1), _meter.Lag);
    }

    [Fact]
    public void WhereNoEventWaitsThereIsNoLag()
    {
        _meter.OnBatch(0, 1);
        _time.Pass(TimeSpan.FromSeconds(5));

        _meter.OnEmpty();

        Assert.Equal(TimeSpan.Zero, _meter.Lag);
    }
}
