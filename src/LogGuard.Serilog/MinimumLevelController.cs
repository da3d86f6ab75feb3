using Serilog.Core;
using Serilog.Events;

namespace LogGuard.Serilog;

/// <summary>
/// Has a log tell more for a while when something is wrong: sets a <see cref="LoggingLevelSwitch"/> to a more detailed level when
/// an anomaly is raised, and back when there was none for a time.
/// </summary>
/// <remarks>
/// Never makes a log tell less: where the switch is as detailed already it stays as it is, and a level that someone else sets
/// meanwhile is left alone. The detector itself goes on seeing what it saw: events below the former level reach the other sinks
/// only, since sessions that hold them are not those that were learnt from. One controller for a detector.
/// </remarks>
/// <example>
/// <code>
/// var levels = new LoggingLevelSwitch(LogEventLevel.Information);
/// using var log = new LoggerConfiguration().MinimumLevel.ControlledBy(levels).WriteTo.AnomalyDetector(detector).WriteTo.Console().CreateLogger();
/// using var controller = new LogGuard.Serilog.MinimumLevelController(detector, levels, LogEventLevel.Debug, TimeSpan.FromMinutes(2));
/// </code>
/// </example>
public sealed class MinimumLevelController : IDisposable
{
    internal static readonly TimeSpan DefaultDuration = TimeSpan.FromMinutes(5);
    internal static readonly TimeSpan DefaultLongestDuration = TimeSpan.FromMinutes(30);

    private readonly Lock _lock = new();
    private readonly DetectorLevels _levels;
    private readonly Func<LogSeverity, bool> _hides;
    private readonly LoggingLevelSwitch _levelSwitch;
    private readonly LogEventLevel _level;
    private readonly TimeSpan _duration;
    private readonly TimeSpan _longest;
    private readonly TimeProvider _timeProvider;
    private readonly IDisposable _subscription;
    private readonly ITimer _timer;

    // All under the lock; the former level is read without it.
    private long _raisedAt;
    private long _lastAnomalyAt;
    private long? _restsSince;
    private volatile bool _isRaised;
    private LogEventLevel _former;
    private bool _isDisposed;

    /// <summary>Begins to watch.</summary>
    /// <param name="detector">The detector.</param>
    /// <param name="levelSwitch">The switch that the log's minimum level is controlled by.</param>
    /// <param name="level">The level to set. The default is Debug.</param>
    /// <param name="duration">How long after the last anomaly it is set back, 1 ms to 1 day. The default is 5 minutes.</param>
    /// <param name="longestDuration">
    /// After how long it is set back though anomalies go on, 1 ms to 30 days; it then rests for <paramref name="duration"/>. The
    /// default is 30 minutes, or <paramref name="duration"/> where that is longer.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">A duration is out of its range, or the level is none.</exception>
    public MinimumLevelController(
        AnomalyDetector detector, LoggingLevelSwitch levelSwitch, LogEventLevel level = LogEventLevel.Debug,
        TimeSpan? duration = null, TimeSpan? longestDuration = null)
    {
        ArgumentNullException.ThrowIfNull(detector);
        ArgumentNullException.ThrowIfNull(levelSwitch);
        _duration = duration ?? DefaultDuration;
        _longest = longestDuration ?? (_duration > DefaultLongestDuration ? _duration : DefaultLongestDuration);
        var least = TimeSpan.FromMilliseconds(1);
        ArgumentOutOfRangeException.ThrowIfLessThan(_duration, least, nameof(duration));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(_duration, TimeSpan.FromDays(1), nameof(duration));
        ArgumentOutOfRangeException.ThrowIfLessThan(_longest, least, nameof(longestDuration));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(_longest, TimeSpan.FromDays(30), nameof(longestDuration));
        if (!Enum.IsDefined(level))
        {
            throw new ArgumentOutOfRangeException(nameof(level), level, "It must be a level.");
        }

        _levels = DetectorLevels.Of(detector);
        _hides = Hides;
        _levelSwitch = levelSwitch;
        _level = level;
        _timeProvider = detector.Intake.TimeProvider;
        _timer = _timeProvider.CreateTimer(static self => ((MinimumLevelController)self!).OnTimer(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _levels.Set(_hides);
        _subscription = detector.Subscribe(new Observer(this));
    }

    /// <summary>Whether the switch is set to the more detailed level now, by this controller.</summary>
    public bool IsRaised => _isRaised;

    /// <summary>Sets the level back and ends.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            if (_isDisposed)
            {
                return;
            }

            _isDisposed = true;
            Restore();
        }

        _subscription.Dispose();
        _timer.Dispose();
        _levels.Clear(_hides);
    }

    private void OnAnomaly()
    {
        lock (_lock)
        {
            var now = _timeProvider.GetTimestamp();
            _lastAnomalyAt = now;
            if (_isDisposed || _isRaised || _levelSwitch.MinimumLevel <= _level
                || (_restsSince is { } since && _timeProvider.GetElapsedTime(since, now) < _duration))
            {
                return;
            }

            // The guard before the switch, so that no event comes between them.
            _former = _levelSwitch.MinimumLevel;
            _isRaised = true;
            _raisedAt = now;
            _restsSince = null;
            _levelSwitch.MinimumLevel = _level;
            Arm(now);
        }
    }

    private void OnTimer()
    {
        lock (_lock)
        {
            if (!_isRaised)
            {
                return;
            }

            var now = _timeProvider.GetTimestamp();
            if (Left(now) > TimeSpan.Zero)
            {
                Arm(now);
                return;
            }

            if (_timeProvider.GetElapsedTime(_raisedAt, now) >= _longest)
            {
                _restsSince = now;
            }

            Restore();
        }
    }

    private void Arm(long now) => _timer.Change(Left(now), Timeout.InfiniteTimeSpan);

    private TimeSpan Left(long now)
    {
        var sinceLast = _duration - _timeProvider.GetElapsedTime(_lastAnomalyAt, now);
        var sinceRaised = _longest - _timeProvider.GetElapsedTime(_raisedAt, now);
        return sinceLast < sinceRaised ? sinceLast : sinceRaised;
    }

    private void Restore()
    {
        if (_isRaised && _levelSwitch.MinimumLevel == _level)
        {
            _levelSwitch.MinimumLevel = _former;
        }

        _isRaised = false;
    }

    // An event may still be on its way when the level is set back: by the switch it would not be logged any more.
    private bool Hides(LogSeverity severity) => (LogEventLevel)severity < (_isRaised ? _former : _levelSwitch.MinimumLevel);

    private sealed class Observer(MinimumLevelController owner) : IObserver<Anomaly>
    {
        public void OnNext(Anomaly value) => owner.OnAnomaly();

        public void OnCompleted() => owner.Dispose();

        public void OnError(Exception error) => owner.Dispose();
    }
}
