using System.Globalization;
using Serilog.Events;

namespace LogGuard.Serilog;

/// <summary>Renders a <see cref="LogEvent"/> when an anomaly needs its text.</summary>
internal sealed class SerilogLineRenderer : LineRenderer
{
    public static readonly SerilogLineRenderer Instance = new();

    public override string Render(object line)
    {
        var logEvent = EventOf(line);
        var message = GetMessage(line);
        return logEvent.Exception is { } exception ? $"{message} ({exception.GetType().Name}: {exception.Message})"
            : line is CapturedEvent { ExceptionType: { } type } ? $"{message} ({type})"
            : message;
    }

    public override string GetMessage(object line)
    {
        var logEvent = EventOf(line);
        using var text = new StringWriter(CultureInfo.InvariantCulture);
        foreach (var token in logEvent.MessageTemplate.Tokens)
        {
            // Writes strings without quotes, as Serilog's {Message:lj} does.
            if (token is global::Serilog.Parsing.PropertyToken { Alignment: null } hole
                && logEvent.Properties.TryGetValue(hole.PropertyName, out var value)
                && value is ScalarValue { Value: string bare })
            {
                text.Write(bare);
            }
            else
            {
                token.Render(logEvent.Properties, text, CultureInfo.InvariantCulture);
            }
        }

        return text.ToString();
    }

    public override object Filter(object line, CaptureRules rules) => CapturedEventFilter.Filter((LogEvent)line, rules);

    public override string? GetTraceId(object line) => EventOf(line).TraceId?.ToHexString();

    public override string GetTemplate(object line) => EventOf(line).MessageTemplate.Text;

    public override string? GetCategory(object line) =>
        EventOf(line).Properties.TryGetValue(global::Serilog.Core.Constants.SourceContextPropertyName, out var value)
            && value is ScalarValue { Value: string category } ? category : null;

    public override IReadOnlyList<string> GetValueNames(object line)
    {
        var logEvent = EventOf(line);
        var names = new List<string>();
        foreach (var token in logEvent.MessageTemplate.Tokens)
        {
            if (token is global::Serilog.Parsing.PropertyToken hole && !names.Contains(hole.PropertyName) && !double.IsNaN(logEvent.NumberOf(hole.PropertyName)))
            {
                names.Add(hole.PropertyName);
            }
        }

        return names;
    }

    public override void ReadValues(object line, ReadOnlySpan<string> names, Span<double> values)
    {
        var logEvent = EventOf(line);
        for (var i = 0; i < names.Length; i++)
        {
            values[i] = logEvent.NumberOf(names[i]);
        }
    }

    public override object? GetValue(object line, string name) =>
        !EventOf(line).Properties.TryGetValue(name, out var value) ? null
        : value is ScalarValue scalar ? scalar.Value
        : value.ToString(null, CultureInfo.InvariantCulture);

    private static LogEvent EventOf(object line) => line as LogEvent ?? ((CapturedEvent)line).Event;
}
