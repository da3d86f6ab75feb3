using LogGuard;
using NLog;
using NLog.Targets;

namespace NLogTarget;

/// <summary>Hands NLog's events to a detector. Takes the session from the event's property, then from a scope's, then from the trace.</summary>
public sealed class AnomalyDetectorTarget(AnomalyDetector detector) : TargetWithContext
{
    // NLog's six levels are LogGuard's, in the same order.
    protected override void Write(LogEventInfo logEvent) => detector.Intake.Take(
        logEvent.Message, SessionOf(logEvent), logEvent.TimeStamp.ToUniversalTime().Ticks, (LogSeverity)logEvent.Level.Ordinal,
        logEvent, Renderer.Instance);

    private SessionId SessionOf(LogEventInfo logEvent) =>
        detector.Intake.SessionProperty is { } name
            && (logEvent.Properties.TryGetValue(name, out var value) || ScopeContext.TryGetProperty(name, out value))
            ? SessionId.From(value)
            : SessionId.From(System.Diagnostics.Activity.Current?.TraceId.ToHexString());

    private sealed class Renderer : LineRenderer
    {
        public static readonly Renderer Instance = new();

        public override string Render(object line) => ((LogEventInfo)line).FormattedMessage;

        public override string GetTemplate(object line) => ((LogEventInfo)line).Message;

        public override string? GetCategory(object line) => ((LogEventInfo)line).LoggerName;

        public override IReadOnlyList<string> GetValueNames(object line) =>
            [.. ((LogEventInfo)line).MessageTemplateParameters.Where(hole => !double.IsNaN(NumberOf(line, hole.Name))).Select(hole => hole.Name)];

        public override void ReadValues(object line, ReadOnlySpan<string> names, Span<double> values)
        {
            for (var i = 0; i < names.Length; i++)
            {
                values[i] = NumberOf(line, names[i]);
            }
        }

        private static double NumberOf(object line, string name) =>
            ((LogEventInfo)line).Properties.TryGetValue(name, out var value) && value is not null ? LogValue.ToNumber(value) : double.NaN;
    }
}
