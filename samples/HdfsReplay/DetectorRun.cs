using System.Collections.Concurrent;
using System.Diagnostics;
using LogGuard;
using Serilog;

namespace HdfsReplay;

/// <summary>One detector behind a real Serilog logger. It learns the training sessions and then judges others.</summary>
internal sealed class DetectorRun : IAsyncDisposable
{
    private readonly AnomalyDetector _detector;
    private readonly Serilog.Core.Logger _log;
    private readonly HdfsEmitter _emitter;
    private readonly ConcurrentDictionary<string, Anomaly> _reported = new(StringComparer.Ordinal);

    public DetectorRun(DetectorKind kind, ReplayEngine engine, string? modelPath)
    {
        var options = new AnomalyDetectorOptions
        {
            Detector = kind,
            ModelPath = modelPath,
            PendingAnomalyLimit = 100_000,

            // The baselines are only counted, so they need no explanations.
            MinesWorkflows = kind == DetectorKind.Default,
            OnAnomaly = Report,
            Diagnostics = message => Serilog.Debugging.SelfLog.WriteLine("{0}", message),
        };
        engine.Use(options);
        options.Session.Property = "BlockId";

        // The replay logs a thousand events per second of event time, of a thousand blocks at once.
        options.Session.IdleTimeout = TimeSpan.FromMinutes(1);
        options.Session.OpenLimit = 200_000;

        // A measured replay must not lose events. An application should drop events instead of waiting.
        options.Queue.WhenFull = QueueFullMode.Wait;
        options.Queue.ShutdownTimeout = TimeSpan.FromMinutes(1);
        options.Training.SessionCount = int.MaxValue / 100;

        _detector = new AnomalyDetector(options);
        _log = new LoggerConfiguration().MinimumLevel.Verbose().WriteTo.AnomalyDetector(_detector).CreateLogger();
        _emitter = new HdfsEmitter(_log, seed: 2009);
    }

    public AnomalyDetector Detector => _detector;

    /// <summary>The first anomaly of each session that has one.</summary>
    public IReadOnlyDictionary<string, Anomaly> Reported => _reported;

    /// <summary>Seconds of learning, including training; 0 with a saved model.</summary>
    public double TrainSeconds { get; private set; }

    /// <summary>Seconds from the first judged event to the last verdict.</summary>
    public double ReplaySeconds { get; private set; }

    /// <summary>Events passed to the trained detector.</summary>
    public long ReplayedEvents { get; private set; }

    /// <summary>Logs the training sessions and waits for the model, unless a saved one was loaded.</summary>
    public async Task LearnAsync(HdfsSessions training, Action<double>? progress)
    {
        if (_detector.State == DetectorState.Detecting)
        {
            progress?.Invoke(1);
            return;
        }

        var clock = Stopwatch.StartNew();
        _emitter.Emit([.. training.Order.Select(number => training.Distinct[number])], HdfsReplayProgram.FirstTrainingBlock);
        await _detector.CloseSessionsAsync();
        var trained = _detector.TrainAsync();
        while (await Task.WhenAny(trained, Task.Delay(100)) != trained)
        {
            progress?.Invoke(_detector.TrainingProgress);
        }

        if (!await trained)
        {
            throw new InvalidOperationException("The training came to nothing; the diagnostics say why.");
        }

        progress?.Invoke(1);
        TrainSeconds = clock.Elapsed.TotalSeconds;
    }

    /// <summary>Logs sessions and waits for the last verdict.</summary>
    public async Task ReplayAsync(IReadOnlyList<int[]> sessions, Action<int>? progress = null)
    {
        var clock = Stopwatch.StartNew();
        var before = _emitter.EventCount;
        _emitter.Emit(sessions, firstNumber: 0, progress);
        await _detector.CloseSessionsAsync();
        ReplaySeconds = clock.Elapsed.TotalSeconds;
        ReplayedEvents = _emitter.EventCount - before;
    }

    // An unusual rate is about the log as a whole, and no verdict on a session.
    private void Report(Anomaly anomaly)
    {
        if (anomaly.Kind != AnomalyKind.UnusualRate)
        {
            _reported.TryAdd(anomaly.SessionId, anomaly);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _log.DisposeAsync();
        await _detector.DisposeAsync();
    }
}
