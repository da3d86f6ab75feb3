using LogGuard.Stress.Load;
using Serilog;
using Serilog.Core;
using Serilog.Events;

namespace LogGuard.Stress.Floods;

/// <summary>Serilog as applications use it. The time is set explicitly, because the clock of the floods jumps.</summary>
internal sealed class SerilogFloodDoor(AnomalyDetector detector, TimeProvider clock) : IFloodDoor
{
    private readonly Logger _log = new LoggerConfiguration().MinimumLevel.Verbose().WriteTo.AnomalyDetector(detector).CreateLogger();

    public void Write(in FloodLine line)
    {
        if (!_log.BindMessageTemplate(line.Template, line.Values, out var template, out var properties))
        {
            return;
        }

        var all = new List<LogEventProperty>(properties) { new(Constants.SourceContextPropertyName, new ScalarValue(line.Category)) };
        if (line.Session is { } session && all.TrueForAll(property => property.Name != FloodHost.SessionProperty))
        {
            all.Add(new LogEventProperty(FloodHost.SessionProperty, new ScalarValue(session)));
        }

        _log.Write(new LogEvent(clock.GetUtcNow(), (LogEventLevel)line.Severity, line.Exception, template, all));
    }

    public void Dispose() => _log.Dispose();
}
