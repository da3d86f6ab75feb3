using System.Globalization;
using Serilog.Events;

namespace LogGuard.Serilog;

/// <summary>Renders a <see cref="LogEvent"/> when an anomaly needs its text.</summary>
internal sealed class SerilogLineRenderer : LineRenderer
{
    /// <summary>The property in which Serilog's provider for Microsoft.Extensions.Logging keeps an event id.</summary>
    internal const string EventIdName = "EventId";

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

    public override long GetSize(object line) => LogEventSize.Of(EventOf(line));

    public override object Filter(object line, CaptureRules rules) => CapturedEventFilter.Filter((LogEvent)line, rules);

    public override string? GetTraceId(object line) => EventOf(line).TraceId?.ToHexString();

    public override string GetTemplate(object line) => EventOf(line).MessageTemplate.Text;

    public override string? GetCategory(object line) =>
        EventOf(line).Properties.TryGetValue(global::Serilog.Core.Constants.SourceContextPropertyName, out var value)
            && value is ScalarValue { Value: string category } ? category : null;

    public override LogEventId? GetEventId(object line)
    {
        if (!EventOf(line).Properties.TryGetValue(EventIdName, out var value))
        {
            return null;
        }

        if (value is not StructureValue structure)
        {
            return value is ScalarValue { Value: int own } ? new LogEventId(own) : null;
        }

        int? id = null;
        string? name = null;
        foreach (var part in structure.Properties)
        {
            id = part is { Name: "Id", Value: ScalarValue { Value: int number } } ? number : id;
            name = part is { Name: "Name", Value: ScalarValue { Value: string text } } ? text : name;
        }

        return id is null && name is null ? null : new LogEventId(id ?? 0, name);
    }

    public override ExceptionDetail? GetException(object line) =>
        EventOf(line).Exception is { } exception ? ExceptionDetail.From(exception) : (line as CapturedEvent)?.Exception;

    public override IReadOnlyList<string> GetPropertyNames(object line)
    {
        var names = new List<string>();
        foreach (var (name, _) in EventOf(line).Properties)
        {
            if (name is not (global::Serilog.Core.Constants.SourceContextPropertyName or EventIdName))
            {
                names.Add(name);
            }
        }

        return names;
    }

    public override string? GetText(object line, string name) => !EventOf(line).Properties.TryGetValue(name, out var value) ? null
        : value is ScalarValue scalar ? LogValue.ToText(scalar.Value)
        : value.ToString(null, CultureInfo.InvariantCulture);

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
