using Serilog;
using Serilog.Core;

namespace LogGuard.Benchmarks.Emit;

/// <summary>A logger with one of the compared sinks, and the measured statement.</summary>
internal sealed class EmitContender : IDisposable
{
    private readonly Logger _log;
    private readonly AnomalyDetector? _detector;

    private EmitContender(Logger log, AnomalyDetector? detector)
    {
        _log = log;
        _detector = detector;
    }

    public Logger Log => _log;

    public AnomalyDetector? Detector => _detector;

    /// <summary>Serilog alone.</summary>
    public static EmitContender NoOp(ILogEventSink? sink = null) =>
        new(new LoggerConfiguration().WriteTo.Sink(sink ?? new NullSink()).CreateLogger(), null);

    /// <summary>Serilog.Sinks.Async with a sink that does nothing: the usual way to keep a sink off the application's threads.</summary>
    public static EmitContender Async(ILogEventSink? sink = null) =>
        new(new LoggerConfiguration().WriteTo.Async(to => to.Sink(sink ?? new NullSink())).CreateLogger(), null);

    /// <summary>LogGuard as applications use it: detecting, with a session property, and dropping events when the queue is full.</summary>
    public static EmitContender LogGuard(Action<AnomalyDetectorOptions>? configure = null)
    {
        var options = new AnomalyDetectorOptions();
        options.Session.Property = "OrderId";
        options.Model.TrainingSteps = 100;
        configure?.Invoke(options);
        var detector = new AnomalyDetector(options);
        var contender = new EmitContender(new LoggerConfiguration().WriteTo.AnomalyDetector(detector).CreateLogger(), detector);
        for (var i = 0; i < 4 * OrderIds.Length; i++)
        {
            contender.Emit(i);
        }

        detector.CloseSessionsAsync().GetAwaiter().GetResult();
        if (!detector.TrainAsync().GetAwaiter().GetResult())
        {
            throw new InvalidOperationException("The detector has learnt nothing.");
        }

        return contender;
    }

    /// <summary>Logs one event with three properties.</summary>
    public void Emit(int number) =>
        _log.Information("Payment of {Amount} for order {OrderId} captured by {Gateway}", number, OrderIds[number & 1023], "gateway");

    public void Dispose()
    {
        _log.Dispose();
        _detector?.Dispose();
    }

    private static readonly string[] OrderIds = [.. Enumerable.Range(0, 1024).Select(number => $"order-{number:00000}")];
}
