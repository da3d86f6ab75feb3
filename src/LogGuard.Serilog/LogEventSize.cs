using Serilog.Events;
using Serilog.Parsing;

namespace LogGuard.Serilog;

/// <summary>Estimates the memory of a log event by its texts. Allocates nothing for the usual events.</summary>
internal static class LogEventSize
{
    // An event with more values than this counts as a large one, without a look at the rest.
    private const int ValueLimit = 1_000;

    private const long OfLargeEvent = 1L << 20;

    // Serilog parses longer templates anew for each event instead of keeping them in its cache.
    private const int SharedTemplateLimit = 1_024;

    private const long OfValue = 64;
    private const long OfException = 4_096;

    /// <summary>About how many bytes an event holds.</summary>
    public static long Of(LogEvent logEvent)
    {
        var left = ValueLimit;
        var size = OfTemplate(logEvent.MessageTemplate) + Of(logEvent.Exception);

        // The enumerator of the class, which Serilog uses, allocates nothing.
        if (logEvent.Properties is Dictionary<string, LogEventPropertyValue> properties)
        {
            foreach (var pair in properties)
            {
                size += Of(pair.Value, ref left);
            }
        }
        else
        {
            foreach (var pair in logEvent.Properties)
            {
                size += Of(pair.Value, ref left);
            }
        }

        return left > 0 ? size : size + OfLargeEvent;
    }

    // The tokens of a template hold its text a second time, unless the only one is the text itself. Short ones are shared by the cache.
    private static long OfTemplate(MessageTemplate template)
    {
        long length = template.Text.Length;
        if (length > SharedTemplateLimit)
        {
            foreach (var token in template.Tokens)
            {
                length += token is TextToken part && !ReferenceEquals(part.Text, template.Text) ? part.Text.Length : 0;
            }
        }

        return sizeof(char) * length;
    }

    private static long Of(LogEventPropertyValue? value, ref int left)
    {
        if (--left <= 0)
        {
            return 0;
        }

        var size = OfValue;
        switch (value)
        {
            case ScalarValue { Value: string text }:
                return size + sizeof(char) * (long)text.Length;
            case StructureValue structure:
                for (var i = 0; i < structure.Properties.Count && left > 0; i++)
                {
                    size += Of(structure.Properties[i].Value, ref left);
                }

                return size;
            case SequenceValue sequence:
                for (var i = 0; i < sequence.Elements.Count && left > 0; i++)
                {
                    size += Of(sequence.Elements[i], ref left);
                }

                return size;
            case DictionaryValue dictionary:
                foreach (var pair in dictionary.Elements)
                {
                    size += Of(pair.Key, ref left) + Of(pair.Value, ref left);
                    if (left <= 0)
                    {
                        break;
                    }
                }

                return size;
            default:
                return size;
        }
    }

    private static long Of(Exception? exception)
    {
        var size = 0L;
        for (var depth = 0; exception is not null && depth < 16; depth++, exception = exception.InnerException)
        {
            size += OfException + sizeof(char) * (long)(exception.Message?.Length ?? 0);
        }

        return size;
    }
}
