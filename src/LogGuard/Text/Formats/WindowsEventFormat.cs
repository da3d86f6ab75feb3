namespace LogGuard.Parsing;

/// <summary>
/// Windows events as text: blocks of <c>wevtutil qe … /f:text</c>, which begin with <c>Event[0]</c>, and lines that the Event Viewer
/// saves, with tabs or commas between level, time, source, event id, category and message.
/// </summary>
internal sealed class WindowsEventFormat(TimeSpan assumedOffset = default) : LineFormat(
    "WindowsEvent", ["Time", "Level", "Source", "EventId", "Category", "LogName", "User", "Computer", "Content"], assumedOffset, session: null)
{
    private const int Time = 0;
    private const int Level = 1;
    private const int Source = 2;
    private const int EventId = 3;
    private const int Category = 4;
    private const int LogName = 5;
    private const int User = 6;
    private const int Computer = 7;
    private const int Content = 8;
    private const string BlockMark = "Event[";
    private const string Description = "Description:";

    private protected override bool Split(ReadOnlySpan<char> line, LineParts parts)
    {
        if (line.StartsWith(BlockMark))
        {
            parts.Role = line.Contains('\n') ? LineRole.None : LineRole.Opens;
            return TryReadBlock(line, parts);
        }

        var whole = HeaderText.Trim(line);
        if (TryReadColumns(line[..whole.End], whole.Start, parts))
        {
            return true;
        }

        parts.Role = LineRole.Inner;
        return false;
    }

    private protected override LineFormat WithOffsetCore(TimeSpan offset) => new WindowsEventFormat(offset);

    private bool TryReadBlock(ReadOnlySpan<char> line, LineParts parts)
    {
        for (var at = 0; at < line.Length;)
        {
            var end = HeaderText.EndOfLine(line, at);
            var range = HeaderText.Trim(line, at, end);
            var text = range.Of(line);
            if (text.StartsWith(Description))
            {
                // The first line of the description; it may begin on the next line.
                var description = HeaderText.Trim(line, range.Start + Description.Length, line.Length);
                var first = description.Of(line).IndexOf('\n');
                parts.Content = first < 0 ? description : HeaderText.Trim(line, description.Start, description.Start + first);
                break;
            }

            var colon = text.IndexOf(':');
            var field = colon <= 0 || at == 0 ? -1 : FieldOf(text[..colon].TrimEnd());
            if (field >= 0)
            {
                parts.SetField(field, HeaderText.Trim(line, range.Start + colon + 1, range.End));
            }

            at = end + 1;
        }

        TryReadTimestamp(parts.Field(Time).Of(line), parts);
        ReadLevel(parts.Field(Level).Of(line), parts);
        parts.SetContent(Content, parts.Content.Exists ? parts.Content : LineRange.Between(line.Length, line.Length));
        return true;
    }

    private static int FieldOf(ReadOnlySpan<char> name) => name switch
    {
        "Log Name" => LogName,
        "Source" => Source,
        "Date" => Time,
        "Event ID" => EventId,
        "Task" or "Task Category" => Category,
        "Level" => Level,
        "User" => User,
        "Computer" => Computer,
        _ => -1,
    };

    // Information,5/6/2024 7:08:09 AM,Service Control Manager,7036,None,The Print Spooler service entered the stopped state.
    private bool TryReadColumns(ReadOnlySpan<char> text, int start, LineParts parts)
    {
        var comma = text[start..].IndexOf(',');
        var tab = text[start..].IndexOf('\t');
        var separator = tab >= 0 && (comma < 0 || tab < comma) ? '\t' : ',';
        foreach (var field in (ReadOnlySpan<int>)[Level, Time, Source, EventId, Category])
        {
            var length = start <= text.Length ? text[start..].IndexOf(separator) : -1;
            if (length < 0)
            {
                return false;
            }

            parts.SetField(field, HeaderText.Trim(text, start, start + length));
            start += length + 1;
        }

        // Levels and times are in the language of the system, so that neither need be readable.
        var id = parts.Field(EventId).Of(text);
        if (id.IsEmpty || id.Length > 6 || id.ContainsAnyExceptInRange('0', '9') || !HasDate(parts.Field(Time).Of(text)))
        {
            return false;
        }

        TryReadTimestamp(parts.Field(Time).Of(text), parts);
        ReadLevel(parts.Field(Level).Of(text), parts);
        var content = HeaderText.Trim(text, start, text.Length);
        var isQuoted = content.Length > 0 && text[content.Start] == '"';
        var close = isQuoted && content.Length > 1 && text[content.End - 1] == '"' ? 1 : 0;
        parts.SetContent(Content, isQuoted ? LineRange.Between(content.Start + 1, content.End - close) : content);
        return true;
    }

    private static bool HasDate(ReadOnlySpan<char> text)
    {
        var digits = 0;
        foreach (var character in text)
        {
            digits += char.IsDigit(character) ? 1 : 0;
        }

        return digits >= 8 && text.Contains(':');
    }

    private static void ReadLevel(ReadOnlySpan<char> level, LineParts parts)
    {
        if (level.StartsWith("Audit Failure", StringComparison.OrdinalIgnoreCase))
        {
            parts.SetSeverity(LogSeverity.Warning);
        }
        else
        {
            TryReadSeverity(level, parts);
        }
    }
}
