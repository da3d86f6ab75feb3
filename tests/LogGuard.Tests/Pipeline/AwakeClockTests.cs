using LogGuard.Pipeline;
using LogGuard.Tests.Support;

namespace LogGuard.Tests.Pipeline;

public class AwakeClockTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly SteppedTimeProvider _time = new();
    private readonly SteppedTimeProvider _process = new();
    private readonly AwakeClock _clock;

    public AwakeClockTests() => _clock = new AwakeClock(_time, 2 * Second, _process);

    [Fact]
    public void ItCountsTheTimeOfEachTurn()
    {
        Run(Second);
        Run(2 * Second);

        Assert.Equal(3 * Second.Ticks, _clock.Elapsed);
        Assert.Equal(0, _clock.StepSinceEvents());
    }

    [Fact]
    public void TheTimeOfAStoppedProcessDoesNotCount()
    {
        Run(Second);
        Run(60 * Second);
        Run(Second);

        Assert.Equal(2 * Second.Ticks, _clock.Elapsed);
        Assert.Equal(60 * Second.Ticks, _clock.StepSinceEvents());
    }

    [Fact]
    public void AClockThatATestMovesIsNoStoppedProcess()
    {
        _time.Pass(60 * Second);
        _process.Pass(3 * Second);
        _clock.Turn();

        Assert.Equal(60 * Second.Ticks, _clock.Elapsed);
    }

    [Theory]
    [InlineData(3600)]
    [InlineData(-3600)]
    public void AClockThatWasSetHasGoneFurtherThanTheReaderRan(int seconds)
    {
        Run(Second);
        _time.Step(seconds * Second);
        Run(Second);

        Assert.Equal(seconds * Second.Ticks, _clock.StepSinceEvents());
        _clock.OnEvents(_time.Now.UtcTicks, Second.Ticks);
        Assert.Equal(0, _clock.StepSinceEvents());
    }

    [Fact]
    public void OldEventsDoNotTellThatTheClockIsRight()
    {
        _time.Step(3600 * Second);

        _clock.OnEvents(_time.Now.UtcTicks - 3600 * Second.Ticks, Second.Ticks);

        Assert.Equal(3600 * Second.Ticks, _clock.StepSinceEvents());
    }

    private void Run(TimeSpan time)
    {
        _time.Pass(time);
        _process.Pass(time);
        _clock.Turn();
    }
}
