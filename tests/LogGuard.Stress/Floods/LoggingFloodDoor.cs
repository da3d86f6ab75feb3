using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace LogGuard.Stress.Floods;

/// <summary>Microsoft.Extensions.Logging by its extension methods, with the session in a scope.</summary>
internal sealed class LoggingFloodDoor : IFloodDoor
{
    private readonly ConcurrentDictionary<string, ILogger> _loggers = new(StringComparer.Ordinal);
    private readonly ILoggerFactory _factory;

    public LoggingFloodDoor(AnomalyDetector detector) =>
        _factory = LoggerFactory.Create(logging => logging.SetMinimumLevel(LogLevel.Trace).AddAnomalyDetector(detector));

    public void Write(in FloodLine line)
    {
        var log = _loggers.GetOrAdd(line.Category, static (category, factory) => factory.CreateLogger(category), _factory);
        using var scope = line.Session is { } session ? log.BeginScope(new Dictionary<string, object?> { [FloodHost.SessionProperty] = session }) : null;
        log.Log((LogLevel)line.Severity, line.Exception, line.Template, line.Values);
    }

    public void Dispose() => _factory.Dispose();
}
