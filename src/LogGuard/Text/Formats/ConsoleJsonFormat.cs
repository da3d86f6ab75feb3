using System.Text.Json;

namespace LogGuard.Parsing;

/// <summary>
/// The JSON console formatter of ASP.NET Core. The <c>{OriginalFormat}</c> of the state is an exact log key; a scope has one of
/// its own. The other members of <c>State</c> and <c>Scopes</c> are properties, including the trace id if the host adds it to
/// the scopes.
/// </summary>
internal sealed class ConsoleJsonFormat(TimeSpan assumedOffset = default)
    : JsonLineFormat("ConsoleJson", Names, assumedOffset, SessionSelector.Field("TraceId"))
{
    private const int Time = 0;
    private const int Level = 1;
    private const int Message = 4;
    private const int Exception = 5;
    private const int State = -2;
    private const int Scopes = -3;

    private static readonly string[] Names = ["Timestamp", "LogLevel", "Category", "EventId", "Message", "Exception"];

    private protected override LineFormat WithOffsetCore(TimeSpan offset) => new ConsoleJsonFormat(offset);

    private protected override bool TryReadObject(ref Utf8JsonReader reader, LineParts parts)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var field = FieldOf(ref reader);
            if (field is State or Scopes)
            {
                reader.Read();
                ReadNested(ref reader, parts, isState: field == State);
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
            : MessageOf(parts.Field(Exception), parts);
        parts.Following = parts.Field(Exception);
        parts.TraceId = parts.TryGetProperty("TraceId", out var trace) ? trace.Value : LineRange.None;
        return true;
    }

    // State: {…}, Scopes: [{…}, "text", …]
    private static void ReadNested(ref Utf8JsonReader reader, LineParts parts, bool isState)
    {
        if (reader.TokenType == JsonTokenType.StartObject)
        {
            ReadMembers(ref reader, parts, isState);
        }
        else if (reader.TokenType == JsonTokenType.StartArray)
        {
            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            {
                if (reader.TokenType == JsonTokenType.StartObject)
                {
                    ReadMembers(ref reader, parts, isState: false);
                }
                else
                {
                    reader.Skip();
                }
            }
        }
    }

    private static void ReadMembers(ref Utf8JsonReader reader, LineParts parts, bool isState)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("{OriginalFormat}"u8))
            {
                reader.Read();
                var template = isState ? Text(parts, ReadValue(ref reader, parts)) : Skip(ref reader);
                parts.Template ??= template.Length > 0 ? parts.Templates.Get(template) : null;
            }
            else if (reader.ValueTextEquals("Message"u8))
            {
                reader.Read();
                Skip(ref reader);
            }
            else
            {
                // A property of the event takes precedence over one of the surrounding scopes, which follow it.
                ReadProperty(ref reader, parts);
            }
        }
    }

    private static ReadOnlySpan<char> Skip(ref Utf8JsonReader reader)
    {
        reader.Skip();
        return default;
    }

    private static int FieldOf(ref Utf8JsonReader reader)
    {
        if (reader.ValueTextEquals("State"u8))
        {
            return State;
        }

        if (reader.ValueTextEquals("Scopes"u8))
        {
            return Scopes;
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
