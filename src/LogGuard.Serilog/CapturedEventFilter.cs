using Serilog.Core;
using Serilog.Events;
using Serilog.Parsing;

namespace LogGuard.Serilog;

/// <summary>
/// Copies an event with the values that are captured. Serilog has already applied the application's
/// destructuring policies; the original objects are not accessed.
/// </summary>
internal static class CapturedEventFilter
{
    public static CapturedEvent Filter(LogEvent logEvent, CaptureRules rules)
    {
        var properties = new List<LogEventProperty>();
        foreach (var (name, value) in logEvent.Properties)
        {
            // The source context names the logging class, and the event id the call. They are not captured values.
            if (name is Constants.SourceContextPropertyName or SerilogLineRenderer.EventIdName && !rules.IsProtected(name))
            {
                properties.Add(new LogEventProperty(name, value));
            }
            else if (rules.Values == CapturedValues.All)
            {
                properties.Add(new LogEventProperty(name, Filter(name, value, rules)));
            }
            else if (rules.Values == CapturedValues.Numbers && !rules.IsProtected(name) && IsInTemplate(logEvent, name) && !double.IsNaN(logEvent.NumberOf(name)))
            {
                properties.Add(new LogEventProperty(name, value));
            }
        }

        var keepsException = rules.Values == CapturedValues.All;
        return new CapturedEvent(
            new LogEvent(
                logEvent.Timestamp, logEvent.Level, keepsException ? logEvent.Exception : null, logEvent.MessageTemplate, properties,
                logEvent.TraceId ?? default, logEvent.SpanId ?? default),
            keepsException ? null : logEvent.Exception?.GetType().Name,
            keepsException || logEvent.Exception is not { } left ? null : ExceptionDetail.From(left, withMessages: false));
    }

    private static bool IsInTemplate(LogEvent logEvent, string name)
    {
        foreach (var token in logEvent.MessageTemplate.Tokens)
        {
            if (token is PropertyToken hole && hole.PropertyName == name)
            {
                return true;
            }
        }

        return false;
    }

    private static LogEventPropertyValue Filter(string name, LogEventPropertyValue value, CaptureRules rules)
    {
        if (rules.TryReplace(name, value, TextOf, out var other))
        {
            return new ScalarValue(other);
        }

        return value switch
        {
            StructureValue structure => new StructureValue(
                structure.Properties.Select(part => new LogEventProperty(part.Name, Filter(part.Name, part.Value, rules))), structure.TypeTag),
            SequenceValue sequence => new SequenceValue(sequence.Elements.Select(element => Filter("", element, rules))),
            DictionaryValue dictionary => new DictionaryValue(dictionary.Elements.Select(entry =>
                KeyValuePair.Create(entry.Key, Filter(LogValue.ToText(entry.Key.Value), entry.Value, rules)))),
            _ => value,
        };
    }

    private static string TextOf(LogEventPropertyValue value) =>
        value is ScalarValue scalar ? LogValue.ToText(scalar.Value) : value.ToString();
}
