using LogGuard.Diagnostics;
using LogGuard.Pipeline;
using LogGuard.Tests.Support;

namespace LogGuard.Tests.Pipeline;

public class DiagnosticLogTests
{
    private readonly TestTimeProvider _clock = new();
    private readonly List<string> _told = [];

    [Fact]
    public void AnObserverGetsTheSeverityToo()
    {
        var messages = new List<DiagnosticMessage>();
        var log = new DiagnosticLog(null, _clock, observer: messages.Add);

        log.Tell("a fact");
        log.Warn("a problem");
        log.TellRepeated("trouble", count => $"{count} problems");

        Assert.Equal(
            [new(LogSeverity.Information, "a fact"), new(LogSeverity.Warning, "a problem"), new(LogSeverity.Warning, "1 problems")], messages);
        Assert.Equal("LogGuard: a fact", messages[0].ToString());
    }

    [Fact]
    public void AMessageNamesItsSource()
    {
        new DiagnosticLog(_told.Add, _clock).Tell("hello");

        Assert.Equal(["LogGuard: hello"], _told);
    }

    [Fact]
    public void WhatRepeatsIsCountedAndToldOnceInThirtySeconds()
    {
        var log = new DiagnosticLog(_told.Add, _clock);

        for (var i = 0; i < 100; i++)
        {
            log.TellRepeated("trouble", count => $"{count} times");
        }

        _clock.Advance(DiagnosticLog.Interval - TimeSpan.FromTicks(1));
        log.TellRepeated("trouble", count => $"{count} times");
        Assert.Equal(["LogGuard: 1 times"], _told);

        _clock.Advance(TimeSpan.FromTicks(1));
        log.TellRepeated("trouble", count => $"{count} times", 5);
        Assert.Equal(["LogGuard: 1 times", "LogGuard: 105 times"], _told);
    }

    [Theory]
    [InlineData(-1440)]
    [InlineData(60)]
    public void AClockThatIsSetSilencesNothing(int minutes)
    {
        var clock = new SteppedTimeProvider();
        var log = new DiagnosticLog(_told.Add, clock);
        log.TellRepeated("trouble", count => $"{count} times");
        clock.Step(TimeSpan.FromMinutes(minutes));

        clock.Pass(DiagnosticLog.Interval);
        log.TellRepeated("trouble", count => $"{count} times");
        clock.Pass(DiagnosticLog.Interval - TimeSpan.FromTicks(1));
        log.TellRepeated("trouble", count => $"{count} times");
        Assert.Equal(2, _told.Count);
        clock.Pass(TimeSpan.FromTicks(1));
        log.TellRepeated("trouble", count => $"{count} times");

        Assert.Equal(["LogGuard: 1 times", "LogGuard: 1 times", "LogGuard: 2 times"], _told);
    }

    [Fact]
    public void OneTroubleDoesNotHideAnother()
    {
        var log = new DiagnosticLog(_told.Add, _clock);

        log.TellRepeated("one", _ => "one");
        log.TellRepeated("other", _ => "other");

        Assert.Equal(["LogGuard: one", "LogGuard: other"], _told);
    }

    [Fact]
    public void AReceiverThatThrowsIsPutUpWith()
    {
        var calls = 0;
        var log = new DiagnosticLog(
            _ =>
            {
                calls++;
                throw new InvalidOperationException();
            },
            _clock);

        log.Tell("one");
        log.TellRepeated("two", _ => "two");

        Assert.Equal(2, calls);
    }
}
