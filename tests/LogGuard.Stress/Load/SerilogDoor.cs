using Serilog;
using Serilog.Core;
using Serilog.Events;

namespace LogGuard.Stress.Load;

/// <summary>
/// Serilog as applications use it: the template is looked up, the properties are captured, and the event is written. Only the
/// time is set explicitly, because the clock of these runs jumps.
/// </summary>
internal sealed class SerilogDoor : IDoor
{
    private readonly Logger _log;

    public SerilogDoor(AnomalyDetector? detector)
    {
        var configuration = new LoggerConfiguration();
        _log = (detector is null ? configuration.WriteTo.Sink(new NoSink()) : configuration.WriteTo.AnomalyDetector(detector)).CreateLogger();
    }

    public void Log(object order, in OrderStep step, DateTimeOffset time)
    {
        var template = OrderWorkflow.Templates[step.Template];
        object[] values = OrderWorkflow.NamesOrderFirst(step.Template) ? [order, step.Value] : [step.Value, order];
        if (_log.BindMessageTemplate(template, values, out var parsed, out var properties))
        {
            var level = step.Template == OrderWorkflow.Crashed ? LogEventLevel.Error : LogEventLevel.Information;
            _log.Write(new LogEvent(time, level, null, parsed, properties));
        }
    }

    public void Dispose() => _log.Dispose();

    private sealed class NoSink : ILogEventSink
    {
        public void Emit(LogEvent logEvent)
        {
        }
    }
}
