using Serilog.Core;
using Serilog.Events;

namespace LogGuard.Serilog;

/// <summary>
/// Sets a <see cref="LoggingLevelSwitch"/> to a more detailed level when an anomaly is raised, and back after a time without
/// anomalies.
/// </summary>
/// <remarks>
/// The controller never reduces the detail: a switch that is already as detailed is not changed, and a level that other code
/// sets in the meantime is kept. Events below the former level reach the other sinks but not the detector, because it did not
/// learn from such events. Use one controller per detector.
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

    // Guarded by the lock. The former level is also read without it.
    private long _raisedAt;
    private long _lastAnomalyAt;
    private long? _restsSince;
    private volatile bool _isRaised;
    private LogEventLevel _former;
    private bool _isDisposed;

    /// <summary>Creates a controller and subscribes it to the detector.</summary>
    /// <param name="detector">The detector.</param>
    /// <param name="levelSwitch">The switch that controls the logger's minimum level.</param>
    /// <param name="level">The level to set after an anomaly. The default is Debug.</param>
    /// <param name="duration">Time after the last anomaly until the level is restored, 1 ms to 1 day. The default is 5 minutes.</param>
    /// <param name="longestDuration">
    /// Time until the level is restored although anomalies continue, 1 ms to 30 days. The controller then pauses for
    /// <paramref name="duration"/>. The default is 30 minutes, or <paramref name="duration"/> if that is longer.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">A duration is out of range, or the level is not defined.</exception>
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

    /// <summary>Whether this controller currently keeps the switch at the more detailed level.</summary>
    public bool IsRaised => _isRaised;

    /// <summary>Restores the level and unsubscribes from the detector.</summary>
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

            // Sets the guard before the switch, so that no detailed event reaches the detector in between.
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

    // An event may still be in progress when the level is restored. The switch then hides it as well.
    private bool Hides(LogSeverity severity) => (LogEventLevel)severity < (_isRaised ? _former : _levelSwitch.MinimumLevel);

    private sealed class Observer(MinimumLevelController owner) : IObserver<Anomaly>
    {
        public void OnNext(Anomaly value) => owner.OnAnomaly();

        public void OnCompleted() => owner.Dispose();

        public void OnError(Exception error) => owner.Dispose();
    }
}
