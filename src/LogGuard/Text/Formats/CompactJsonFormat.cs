using System.Text.Json;

namespace LogGuard.Parsing;

/// <summary>
/// Serilog's compact JSON (CLEF): <c>@t</c> time, <c>@mt</c> template, <c>@m</c> message, <c>@l</c> level, <c>@x</c>
/// exception, <c>@i</c> event id, <c>@tr</c> and <c>@sp</c> trace and span. All other names are properties. The template is
/// an exact log key, so nothing is mined. A line with a rendered message has the event id, a hash of the template, in its place.
/// </summary>
internal sealed class CompactJsonFormat(TimeSpan assumedOffset = default)
    : JsonLineFormat("CompactJson", Names, assumedOffset, SessionSelector.Field("@tr"))
{
    private const int Time = 0;
    private const int Template = 1;
    private const int Message = 2;
    private const int Level = 3;
    private const int Exception = 4;
    private const int Trace = 5;
    private const int EventId = 7;

    // Longer than any hash.
    private const int MaxIdLength = 64;

    private static readonly string[] Names = ["@t", "@mt", "@m", "@l", "@x", "@tr", "@sp", "@i", "@r"];

    private protected override LineFormat WithOffsetCore(TimeSpan offset) => new CompactJsonFormat(offset);

    private protected override bool TryReadObject(ref Utf8JsonReader reader, LineParts parts)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var field = FieldOf(reader.ValueSpan);
            if (field < 0)
            {
                ReadProperty(ref reader, parts);
                continue;
            }

            reader.Read();
            parts.SetField(field, ReadValue(ref reader, parts));
        }

        return reader.TokenType == JsonTokenType.EndObject;
    }

    private protected override bool Finish(LineParts parts)
    {
        // Every event has a time. One that cannot be read costs the time only.
        var time = parts.Field(Time);
        if (!time.Exists || (!TryReadTimestamp(Text(parts, time), parts) && !HasMeaning(parts)))
        {
            return false;
        }

        // Serilog omits the level of Information.
        var level = parts.Field(Level);
        if (!level.Exists || !TryReadSeverity(Text(parts, level), parts))
        {
            parts.SetSeverity(LogSeverity.Information);
        }

        parts.Template = TemplateOf(parts);
        parts.Content = parts.Field(Message).Exists ? parts.Field(Message)
            : parts.Field(Template).Exists && parts.Template is not null ? Render(parts, parts.Template)
            : MessageOf(parts.Field(Exception), parts);
        parts.Following = parts.Field(Exception);
        parts.TraceId = parts.Field(Trace);
        return true;
    }

    private static bool HasMeaning(LineParts parts) =>
        parts.Field(Template).Exists || parts.Field(Message).Exists || parts.Field(Exception).Exists;

    private static string? TemplateOf(LineParts parts)
    {
        var template = Text(parts, parts.Field(Template));
        if (template.Length > 0)
        {
            return parts.Templates.Get(template);
        }

        var id = parts.Field(EventId);
        if (id.Length is 0 or > MaxIdLength || !parts.Field(Message).Exists)
        {
            return null;
        }

        // A template with a hole: its other words are known, and it is not mined.
        var start = parts.Append("@i ").Start;
        parts.Append(Text(parts, id));
        return parts.Templates.Get(Text(parts, LineRange.Between(start, parts.Append(": {@m}").End)));
    }

    private static int FieldOf(ReadOnlySpan<byte> name)
    {
        if (name.Length is < 2 or > 3 || name[0] != '@')
        {
            return -1;
        }

        for (var i = 0; i < Names.Length; i++)
        {
            if (name.Length == Names[i].Length && name[1] == Names[i][1] && (name.Length == 2 || name[2] == Names[i][2]))
            {
                return i;
            }
        }

        return -1;
    }
}
