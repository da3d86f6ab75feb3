using Serilog;
using Serilog.Core;
using Serilog.Events;

namespace LogGuard.Serilog.Tests;

public sealed class MinimumLevelControllerTests : IAsyncLifetime
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly TestTimeProvider _clock = new();
    private readonly LoggingLevelSwitch _levels = new();
    private OrderLog _log = null!;
    private int _count;

    public async Task InitializeAsync() => _log = await Orders.LearntAsync(options => options.TimeProvider = _clock);

    public Task DisposeAsync()
    {
        _log.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task AnAnomalyMakesTheLogTellMoreForATime()
    {
        using var controller = Make();
        await RaiseAsync();
        Assert.Equal((LogEventLevel.Debug, true), (_levels.MinimumLevel, controller.IsRaised));

        _clock.Advance(Minute * 5 - TimeSpan.FromSeconds(1));
        Assert.Equal(LogEventLevel.Debug, _levels.MinimumLevel);
        _clock.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal((LogEventLevel.Information, false), (_levels.MinimumLevel, controller.IsRaised));
    }

    [Fact]
    public async Task ItGoesOnWhileAnomaliesDo()
    {
        using var controller = Make();
        await RaiseAsync();
        _clock.Advance(Minute * 4);
        await RaiseAsync();
        _clock.Advance(Minute * 4);
        Assert.Equal(LogEventLevel.Debug, _levels.MinimumLevel);

        _clock.Advance(Minute);

        Assert.Equal(LogEventLevel.Information, _levels.MinimumLevel);
    }

    [Fact]
    public async Task ItEndsThoughAnomaliesGoOnAndRests()
    {
        using var controller = Make();
        for (var minute = 0; minute < 12; minute++)
        {
            await RaiseAsync();
            Assert.Equal(LogEventLevel.Debug, _levels.MinimumLevel);
            _clock.Advance(Minute);
        }

        for (var minute = 0; minute < 5; minute++)
        {
            Assert.Equal(LogEventLevel.Information, _levels.MinimumLevel);
            await RaiseAsync();
            Assert.Equal(LogEventLevel.Information, _levels.MinimumLevel);
            _clock.Advance(Minute);
        }

        await RaiseAsync();
        Assert.Equal(LogEventLevel.Debug, _levels.MinimumLevel);
    }

    [Fact]
    public async Task ALogThatTellsAsMuchAlreadyIsLeftAlone()
    {
        _levels.MinimumLevel = LogEventLevel.Verbose;
        using var controller = Make();

        await RaiseAsync();
        Assert.Equal((LogEventLevel.Verbose, false), (_levels.MinimumLevel, controller.IsRaised));
        _clock.Advance(Minute * 20);

        Assert.Equal(LogEventLevel.Verbose, _levels.MinimumLevel);
    }

    [Fact]
    public async Task ALevelThatSomeoneElseSetsIsLeftAlone()
    {
        using var controller = Make();
        await RaiseAsync();
        _levels.MinimumLevel = LogEventLevel.Error;

        _clock.Advance(Minute * 5);

        Assert.Equal((LogEventLevel.Error, false), (_levels.MinimumLevel, controller.IsRaised));
    }

    [Fact]
    public async Task TheLevelIsSetBackAtTheEnd()
    {
        var controller = Make();
        await RaiseAsync();

        controller.Dispose();
        controller.Dispose();

        Assert.Equal(LogEventLevel.Information, _levels.MinimumLevel);
        await RaiseAsync();
        Assert.Equal(LogEventLevel.Information, _levels.MinimumLevel);
    }

    [Fact]
    public async Task TheLevelIsSetBackWhenTheDetectorIsGone()
    {
        using var controller = Make();
        await RaiseAsync();

        _log.Dispose();

        Assert.Equal(LogEventLevel.Information, _levels.MinimumLevel);
    }

    [Fact]
    public async Task TheDetectorGoesOnSeeingWhatItLearnt()
    {
        using var controller = Make();
        var other = new CollectingSink();
        using var log = new LoggerConfiguration().MinimumLevel.ControlledBy(_levels).WriteTo.AnomalyDetector(_log.Detector).WriteTo.Sink(other).CreateLogger();
        await RaiseAsync();
        var received = _log.Detector.Counters.Received;

        log.Debug("Row {Row} read for {OrderId}", 1, "A1");
        log.Order("A1");
        await _log.CloseAsync();

        Assert.Equal(4, _log.Detector.Counters.Received - received);
        Assert.Contains(other.Events, logEvent => logEvent.Level == LogEventLevel.Debug);
        Assert.DoesNotContain(_log.Anomalies, anomaly => anomaly.SessionId == "A1");
    }

    [Fact]
    public async Task ALevelLoweredByHandReachesTheDetector()
    {
        using var controller = Make();
        using var log = new LoggerConfiguration().MinimumLevel.ControlledBy(_levels).WriteTo.AnomalyDetector(_log.Detector).CreateLogger();
        var received = _log.Detector.Counters.Received;
        _levels.MinimumLevel = LogEventLevel.Debug;

        log.Debug("Row {Row} read for {OrderId}", 1, "A1");
        await _log.FlushAsync();

        Assert.Equal(1, _log.Detector.Counters.Received - received);
    }

    [Fact]
    public void WrongSettingsAreRefused()
    {
        Assert.Throws<ArgumentOutOfRangeException>("duration", () => new MinimumLevelController(_log.Detector, _levels, duration: TimeSpan.Zero));
        Assert.Throws<ArgumentOutOfRangeException>("longestDuration", () => new MinimumLevelController(_log.Detector, _levels, longestDuration: TimeSpan.FromDays(31)));
        Assert.Throws<ArgumentOutOfRangeException>("level", () => new MinimumLevelController(_log.Detector, _levels, (LogEventLevel)9));
        Assert.Throws<ArgumentNullException>("detector", () => new MinimumLevelController(null!, _levels));
    }

    private MinimumLevelController Make() => new(_log.Detector, _levels, duration: Minute * 5, longestDuration: Minute * 12);

    private async Task RaiseAsync()
    {
        _log.Logger.Order("bad" + _count++, "rx");
        await _log.FlushAsync();
    }
}
