using LogGuard.Pipeline;
using LogGuard.Sequences;
using LogGuard.Tests.Support;

namespace LogGuard.Tests.Pipeline;

public class EventTimelineTests
{
    private static readonly TimeSpan Idle = TimeSpan.FromMinutes(5);

    private readonly SteppedTimeProvider _time = new();
    private readonly SessionTracker _tracker;
    private readonly AwakeClock _awake;
    private readonly EventTimeline _timeline;

    public EventTimelineTests()
    {
        _tracker = new SessionTracker(windowSize: 3, openLimit: 100, Idle, _time);
        _awake = new AwakeClock(_time, TimeSpan.FromSeconds(2), _time);
        _timeline = new EventTimeline(_tracker, _awake);
    }

    [Fact]
    public void TheFirstTimestampIsBelieved()
    {
        Assert.False(_timeline.TryHold(At(-1000)));
        Assert.False(_timeline.Believe(At(-1000).Timestamp));
    }

    [Fact]
    public void ATimestampNearTheOthersIsUsual()
    {
        Happen(-1000);

        Assert.True(_timeline.IsUsual(At(-1000 + 2.5).Timestamp));
        Assert.True(_timeline.IsUsual(At(-1000 - 2.5).Timestamp));
        Assert.False(_timeline.IsUsual(At(-1000 + 2.6).Timestamp));
        Assert.False(_timeline.IsUsual(At(-1000 - 2.6).Timestamp));
    }

    [Fact]
    public void ATimestampFarAheadWaitsForTheNextOne()
    {
        Happen(-1000);

        Assert.True(_timeline.TryHold(At(-900)));

        Assert.True(_timeline.IsHolding);
        Assert.False(_timeline.IsUsual(At(-1000).Timestamp));
        Assert.False(_timeline.IsConfirmedBy(At(-1000)));
        Assert.False(_timeline.IsConfirmedBy(At(-903)));
        Assert.True(_timeline.IsConfirmedBy(At(-902)));
        Assert.True(_timeline.IsConfirmedBy(At(-800)));
        Assert.Equal(At(-900).Timestamp, Assert.Single(_timeline.Release()).Timestamp);
        Assert.False(_timeline.IsHolding);
    }

    [Fact]
    public void TwoEventsOfOneLineDoNotConfirmEachOther()
    {
        Happen(-1000);
        var line = new object();

        Assert.True(_timeline.TryHold(At(-900) with { Line = line }));
        Assert.True(_timeline.TryHold(At(-900) with { Line = line }));
        Assert.False(_timeline.TryHold(At(-900) with { Line = new object() }));

        Assert.Equal(2, _timeline.Release().Length);
    }

    [Fact]
    public void AShortPauseIsTimeThatPasses()
    {
        Happen(-1000);
        var passed = _tracker.PassedTime;

        Assert.True(_timeline.Believe(At(-996).Timestamp));
        _tracker.Advance(At(-996).Timestamp);

        Assert.Equal(TimeSpan.FromMinutes(4).Ticks, _tracker.PassedTime - passed);
    }

    [Fact]
    public void FourJumpsAreTheIdleTime()
    {
        Happen(-1000);
        var passed = _tracker.PassedTime;
        for (var i = 1; i <= EventTimeline.JumpsOfIdleTime; i++)
        {
            Assert.True(_timeline.Believe(At(-1000 + 60 * i).Timestamp));
            Happen(-1000 + 60 * i);
            Assert.Equal(i * Idle.Ticks / EventTimeline.JumpsOfIdleTime, _tracker.PassedTime - passed);
        }

        Assert.Equal(At(-760).Timestamp, _tracker.EventTime);
    }

    [Theory]
    [InlineData(60)]
    [InlineData(-60)]
    [InlineData(4)]
    [InlineData(-4)]
    [InlineData(100_000)]
    public void AClockThatIsSetLetsNoTimePass(double minutes)
    {
        Happen(0);
        _awake.OnEvents(_tracker.EventTime, Idle.Ticks);
        var passed = _tracker.PassedTime;

        _time.Step(TimeSpan.FromMinutes(minutes));
        Assert.False(_timeline.TryHold(At(minutes)));
        Assert.True(_timeline.Believe(At(minutes).Timestamp));
        Happen(minutes);

        Assert.Equal(passed, _tracker.PassedTime);
        Assert.Equal(At(minutes).Timestamp, _tracker.EventTime);
    }

    [Fact]
    public void QuietTimeOnARunningClockPasses()
    {
        Happen(0);
        var passed = _tracker.PassedTime;
        for (var second = 0; second < 600; second++)
        {
            _time.Pass(TimeSpan.FromSeconds(1));
            _awake.Turn();
        }

        Assert.False(_timeline.TryHold(At(10)));
        Assert.False(_timeline.Believe(At(10).Timestamp), "the time between the lines is right");
        Happen(10);

        Assert.Equal(TimeSpan.FromMinutes(10).Ticks, _tracker.PassedTime - passed);
    }

    [Fact]
    public void AStoppedProcessLetsNoTimePass()
    {
        Happen(0);
        var passed = _tracker.PassedTime;
        _time.Pass(TimeSpan.FromMinutes(10));
        _awake.Turn();

        Assert.True(_timeline.Believe(At(10).Timestamp));
        Happen(10);

        Assert.Equal(passed, _tracker.PassedTime);
    }

    [Fact]
    public void OneLateEventSetsNothingBack()
    {
        Happen(-1000);

        Assert.True(_timeline.Believe(At(-2000).Timestamp));
        Assert.Equal(At(-1000).Timestamp, _tracker.EventTime);

        // An event in time tells that the late one was alone.
        Assert.False(_timeline.Believe(At(-1000).Timestamp));
        Assert.True(_timeline.IsUsual(At(-1000).Timestamp));
        Assert.True(_timeline.Believe(At(-1990).Timestamp));
        Assert.Equal(At(-1000).Timestamp, _tracker.EventTime);
    }

    [Fact]
    public void LateEventsThatGoOnForTheIdleTimeSetTheTimeBack()
    {
        Happen(-1000);
        var passed = _tracker.PassedTime;
        for (var second = 0; second <= 300; second += 10)
        {
            Assert.True(_timeline.Believe(At(-1060).Timestamp + second * TimeSpan.TicksPerSecond));
            Assert.Equal(At(-1000).Timestamp, _tracker.EventTime);
        }

        Assert.True(_timeline.Believe(At(-1054.9).Timestamp));
        Assert.Equal(At(-1054.9).Timestamp, _tracker.EventTime);
        Assert.Equal(passed, _tracker.PassedTime);
        Assert.True(_timeline.IsUsual(At(-1054).Timestamp));
    }

    [Fact]
    public void AStrayLateEventDoesNotMakeLaterOnesLookLong()
    {
        Happen(-1000);

        _timeline.Believe(At(-5000).Timestamp);
        _timeline.Believe(At(-1060).Timestamp);

        Assert.Equal(At(-1000).Timestamp, _tracker.EventTime);
    }

    [Fact]
    public void AJumpAdjustsTheOpenSessions()
    {
        Happen(-1000);
        var session = _tracker.GetOrOpen(SessionId.From("a"), At(-1000).Timestamp);
        session.Append(1, At(-1000).Timestamp);

        _tracker.Jump(TimeSpan.FromHours(1).Ticks);

        Assert.True(session.HasJump);
        Assert.Equal(At(-940).Timestamp, session.History.LastTimestamp);
        Assert.Equal(0, _tracker.SilenceOf(session));
    }

    [Fact]
    public void ATimestampBeyondTheClockIsBelievedOnlyUpToTheClock()
    {
        Happen(-1000);
        Assert.True(_timeline.TryHold(At(1_000_000)));
        _timeline.Release();

        Assert.True(_timeline.Believe(At(1_000_000).Timestamp));
        _tracker.Advance(At(1_000_000).Timestamp);

        Assert.Equal(At(0).Timestamp, _tracker.EventTime);
    }

    private void Happen(double minute) => _tracker.Advance(At(minute).Timestamp);

    private static LogRecord At(double minute) => PipelineLog.Record("a", ticks: TestTimeProvider.Start.AddMinutes(minute).UtcTicks);
}
