using LogGuard.Extensions.Logging.Tests.Support;
using Microsoft.Extensions.Logging;

namespace LogGuard.Benchmarks.Logging;

/// <summary>A logger with one of the compared providers.</summary>
internal sealed class LoggingContender : IDisposable
{
    private readonly ILoggerFactory _factory;

    private LoggingContender(ILoggerFactory factory, AnomalyDetector? detector)
    {
        _factory = factory;
        Detector = detector;
        Log = factory.CreateLogger("Shop.Payments");
    }

    public ILogger Log { get; }

    public AnomalyDetector? Detector { get; }

    /// <summary>Microsoft.Extensions.Logging alone.</summary>
    public static LoggingContender NoOp() => new(LoggerFactory.Create(logging => logging.AddProvider(new NullProvider())), null);

    /// <summary>LogGuard as applications use it: detecting, with a session property, and dropping events when the queue is full.</summary>
    public static LoggingContender LogGuard()
    {
        var options = new AnomalyDetectorOptions();
        options.Session.Property = "OrderId";
        options.Model.TrainingSteps = 100;
        var detector = new AnomalyDetector(options);
        var contender = new LoggingContender(LoggerFactory.Create(logging => logging.AddAnomalyDetector(detector)), detector);
        for (var i = 0; i < 4 * LoggingStatement.OrderCount; i++)
        {
            LoggingStatement.Generated(contender.Log, i);
        }

        detector.CloseSessionsAsync().GetAwaiter().GetResult();
        if (!detector.TrainAsync().GetAwaiter().GetResult())
        {
            throw new InvalidOperationException("The detector has learnt nothing.");
        }

        return contender;
    }

    public void Dispose()
    {
        _factory.Dispose();
        Detector?.Dispose();
    }
}
