using LogGuard.Extensions.Logging.Tests.Support;
using Microsoft.Extensions.Logging;

namespace LogGuard.Stress.Load;

/// <summary>
/// Microsoft.Extensions.Logging in the two ways that applications use: every other order by predefined messages, as the source
/// generator does, the others by the extension methods.
/// </summary>
internal sealed class LoggingDoor : IDoor
{
    private static readonly Action<ILogger, long, int>[] Defined = [.. OrderWorkflow.Templates.Select(Define)];

    private readonly ILoggerFactory _factory;
    private readonly ILogger _log;

    public LoggingDoor(AnomalyDetector? detector)
    {
        _factory = LoggerFactory.Create(logging =>
        {
            if (detector is null)
            {
                logging.AddProvider(new NullProvider());
            }
            else
            {
                logging.AddAnomalyDetector(detector);
            }
        });
        _log = _factory.CreateLogger("Shop.Orders");
    }

    public void Log(object order, in OrderStep step, DateTimeOffset time)
    {
        using var _ = DoorClock.At(time);
        if (((long)order & 1) == 0)
        {
            Defined[step.Template](_log, (long)order, step.Value);
            return;
        }

        var template = OrderWorkflow.Templates[step.Template];
        object[] values = OrderWorkflow.NamesOrderFirst(step.Template) ? [order, step.Value] : [step.Value, order];
        _log.Log(LevelOf(step.Template), template, values);
    }

    public void Dispose() => _factory.Dispose();

    private static LogLevel LevelOf(int template) => template == OrderWorkflow.Crashed ? LogLevel.Error : LogLevel.Information;

    private static Action<ILogger, long, int> Define(string text, int template)
    {
        if (OrderWorkflow.NamesOrderFirst(template))
        {
            var log = LoggerMessage.Define<long, int>(LevelOf(template), template, text);
            return (logger, order, value) => log(logger, order, value, null);
        }

        var other = LoggerMessage.Define<int, long>(LevelOf(template), template, text);
        return (logger, order, value) => other(logger, value, order, null);
    }
}
