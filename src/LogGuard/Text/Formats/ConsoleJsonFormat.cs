using System.Text.Json;

namespace LogGuard.Parsing;

/// <summary>
/// The JSON console formatter of ASP.NET Core. Its <c>{OriginalFormat}</c> is an exact log key. The other members of
/// <c>State</c> and <c>Scopes</c> are properties, including the trace id if the host adds it to the scopes.
/// </summary>
internal sealed class ConsoleJsonFormat(TimeSpan assumedOffset = default)
    : JsonLineFormat("ConsoleJson", Names, assumedOffset, SessionSelector.Field("TraceId"))
{
    private const int Time = 0;
    private const int Level = 1;
    private const int Message = 4;
    private const int Nested = -2;

    private static readonly string[] Names = ["Timestamp", "LogLevel", "Category", "EventId", "Message", "Exception"];

    private protected override LineFormat WithOffsetCore(TimeSpan offset) => new ConsoleJsonFormat(offset);

    private protected override bool TryReadObject(ref Utf8JsonReader reader, LineParts parts)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var field = FieldOf(ref reader);
            if (field == Nested)
            {
                reader.Read();
                ReadNested(ref reader, parts);
            }
            else if (field < 0)
            {
                ReadProperty(ref reader, parts);
            }
            else
            {
                reader.Read();
                parts.SetField(field, ReadValue(ref reader, parts));
            }
        }

        return reader.TokenType == JsonTokenType.EndObject;
    }

    private protected override bool Finish(LineParts parts)
    {
        var level = parts.Field(Level);
        if (!level.Exists || !TryReadSeverity(Text(parts, level), parts))
        {
            return false;
        }

        // Present only if the host sets a timestamp format. An unreadable timestamp does not make the line invalid.
        var time = parts.Field(Time);
        if (time.Exists)
        {
            TryReadTimestamp(Text(parts, time), parts);
        }

        parts.Content = parts.Field(Message).Exists ? parts.Field(Message)
            : parts.Template is not null ? Render(parts, parts.Template)
            : parts.Append([]);
        return true;
    }

    // State: {…}, Scopes: [{…}, "text", …]
    private static void ReadNested(ref Utf8JsonReader reader, LineParts parts)
    {
        if (reader.TokenType == JsonTokenType.StartObject)
        {
            ReadState(ref reader, parts);
        }
        else if (reader.TokenType == JsonTokenType.StartArray)
        {
            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            {
                if (reader.TokenType == JsonTokenType.StartObject)
                {
                    ReadState(ref reader, parts);
                }
                else
                {
                    reader.Skip();
                }
            }
        }
    }

    private static void ReadState(ref Utf8JsonReader reader, LineParts parts)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("{OriginalFormat}"u8))
            {
                reader.Read();
                var template = Text(parts, ReadValue(ref reader, parts));

                // A property of the event takes precedence over one of the surrounding scopes.
                parts.Template ??= template.Length > 0 ? parts.Templates.Get(template) : null;
            }
            else if (reader.ValueTextEquals("Message"u8))
            {
                reader.Read();
                reader.Skip();
            }
            else
            {
                ReadProperty(ref reader, parts);
            }
        }
    }

    private static int FieldOf(ref Utf8JsonReader reader)
    {
        if (reader.ValueTextEquals("State"u8) || reader.ValueTextEquals("Scopes"u8))
        {
            return Nested;
        }

        for (var i = 0; i < Names.Length; i++)
        {
            if (reader.ValueTextEquals(Names[i]))
            {
                return i;
            }
        }

        return -1;
    }
}
