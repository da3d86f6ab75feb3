using Serilog;
using Serilog.Core;
using Serilog.Events;

namespace LogGuard.Serilog.Tests;

public sealed class BufferedUntilAnomalyTests : IAsyncLifetime
{
    private readonly TestTimeProvider _clock = new();
    private readonly CollectingSink _written = new();
    private OrderLog _log = null!;
    private Logger _logger = null!;

    public async Task InitializeAsync()
    {
        _log = await Orders.LearntAsync(options => options.TimeProvider = _clock);
        _logger = Make();
    }

    public Task DisposeAsync()
    {
        _logger.Dispose();
        _log.Dispose();
        return Task.CompletedTask;
    }

    private string Written => string.Join(' ', _written.Events.Where(logEvent => logEvent.Level < LogEventLevel.Information).Select(logEvent => logEvent.Properties["Row"].ToString()));

    [Fact]
    public async Task DetailsAreWrittenOnceTheSessionTurnsAnomalous()
    {
        Rows("A1", 1, 2);
        Rows("A2", 3);
        _logger.Order("A1", "rp");
        Assert.Equal("", Written);

        _logger.Order("A1", "x");
        await _log.FlushAsync();
        Rows("A1", 4);
        Rows("A2", 5);

        Assert.Equal("1 2 4", Written);
        Assert.Equal(["Information", "Information", "Warning"], _written.Events.Where(e => e.Level >= LogEventLevel.Information).Select(e => e.Level.ToString()));
    }

    [Fact]
    public async Task DetailsOfANormalSessionAreDroppedAtItsEnd()
    {
        Rows("A1", 1);
        _logger.Order("A1");
        await _log.CloseAsync();

        _logger.Order("A1", "x");
        await _log.FlushAsync();

        Assert.Equal("", Written);
    }

    [Fact]
    public async Task DetailsOfASessionThatIsCutShortAreWrittenAtItsEnd()
    {
        Rows("A1", 1);
        _logger.Order("A1", "rpk");

        await _log.CloseAsync();

        Assert.Contains(_log.Anomalies, anomaly => anomaly.Kind == AnomalyKind.CutShort);
        Assert.Equal("1", Written);
    }

    [Fact]
    public async Task OnlyTheLastDetailsOfASessionAreHeld()
    {
        Rows("A1", [.. Enumerable.Range(0, 20)]);

        _logger.Order("A1", "x");
        await _log.FlushAsync();

        Assert.Equal("16 17 18 19", Written);
    }

    [Fact]
    public async Task PastTheLimitTheOldestSessionIsDroppedAndThatIsTold()
    {
        Rows("A1", 1);
        Rows("A2", 2);
        Rows("A3", 3);
        Rows("A4", 4);

        _logger.Order("A1", "x");
        _logger.Order("A4", "x");
        await _log.FlushAsync();

        Assert.Equal("4", Written);
        Assert.Contains(_log.Told, line => line.Contains("were dropped before the sessions were judged: more than 3 at a time"));
    }

    [Fact]
    public async Task ASessionThatIsSilentForTooLongIsDroppedQuietly()
    {
        Rows("A1", 1);
        _clock.Advance(TimeSpan.FromMinutes(11));
        Rows("A2", 2);

        _logger.Order("A1", "x");
        await _log.FlushAsync();

        Assert.Equal("", Written);
        Assert.DoesNotContain(_log.Told, line => line.Contains("were dropped before"));
    }

    [Fact]
    public async Task BehindTheTimeAfterAnAnomalyDetailsAreHeldAgain()
    {
        _logger.Order("A1", "x");
        await _log.FlushAsync();
        _clock.Advance(TimeSpan.FromMinutes(1));
        Rows("A1", 1);
        _clock.Advance(TimeSpan.FromSeconds(1));
        Rows("A1", 2);
        Assert.Equal("1", Written);

        _logger.Order("A1", "y");
        await _log.FlushAsync();

        Assert.Equal("1 2", Written);
    }

    [Fact]
    public async Task ASinkThatThrowsKeepsNoEventFromBeingTried()
    {
        _written.Throws = true;
        Rows("A1", 1, 2);

        _logger.Order("A1", "x");
        await _log.FlushAsync();

        Assert.Equal("1 2", Written);
    }

    [Fact]
    public async Task DetailsAreWrittenWhereSessionIdsAreHashed()
    {
        using var log = await Orders.LearntAsync(options => options.Capture.HashSessionIds = true);
        using var logger = new LoggerConfiguration().MinimumLevel.Debug()
            .WriteTo.AnomalyDetector(log.Detector, LogEventLevel.Information)
            .WriteTo.BufferedUntilAnomaly(log.Detector, to => to.Sink(_written))
            .CreateLogger();
        logger.Debug("Row {Row} read for {OrderId}", 1, "A1");
        logger.Debug("Row {Row} read for {OrderId}", 2, "A2");

        logger.Order("A1", "x");
        await log.FlushAsync();

        Assert.Equal("1", Written);
    }

    [Fact]
    public void ItIsDisposedOfWithTheLogger()
    {
        _logger.Dispose();

        Assert.True(_written.IsDisposed);
        Assert.Null(Record.Exception(() => Rows("A1", 1)));
    }

    [Fact]
    public void WrongSettingsAreRefused()
    {
        static Action With(Action<LoggerConfiguration> add) => () => add(new LoggerConfiguration());
        var to = _written;
        Assert.Throws<ArgumentOutOfRangeException>("eventLimit", With(c => c.WriteTo.BufferedUntilAnomaly(_log.Detector, s => s.Sink(to), eventLimit: 0)));
        Assert.Throws<ArgumentOutOfRangeException>("sessionLimit", With(c => c.WriteTo.BufferedUntilAnomaly(_log.Detector, s => s.Sink(to), sessionLimit: 0)));
        Assert.Throws<ArgumentOutOfRangeException>("timeLimit", With(c => c.WriteTo.BufferedUntilAnomaly(_log.Detector, s => s.Sink(to), timeLimit: TimeSpan.Zero)));
        Assert.Throws<ArgumentOutOfRangeException>("afterTime", With(c => c.WriteTo.BufferedUntilAnomaly(_log.Detector, s => s.Sink(to), afterTime: TimeSpan.FromTicks(-1))));
        Assert.Throws<ArgumentNullException>("detector", With(c => c.WriteTo.BufferedUntilAnomaly(null!, s => s.Sink(to))));
    }

    private void Rows(string order, params int[] rows)
    {
        foreach (var row in rows)
        {
            _logger.Debug("Row {Row} read for {OrderId}", row, order);
        }
    }

    private Logger Make() => new LoggerConfiguration().MinimumLevel.Debug()
        .WriteTo.AnomalyDetector(_log.Detector, LogEventLevel.Information)
        .WriteTo.BufferedUntilAnomaly(_log.Detector, to => to.Sink(_written), eventLimit: 4, sessionLimit: 3, afterTime: TimeSpan.FromMinutes(1))
        .CreateLogger();
}
