namespace LogGuard.Parsing;

/// <summary>Reads a message of RFC 5424 behind its version: time, host, program, process, kind, structured data and text.</summary>
internal sealed class StructuredSyslogReader(TimeSpan assumedOffset)
{
    /// <summary>
    /// Reads the message. A time that cannot be read, and structured data that are missing or wrong, cost nothing else: the text begins
    /// where they would.
    /// </summary>
    /// <returns>False if there is not even a host.</returns>
    public bool TryRead(ReadOnlySpan<char> text, int at, LineParts parts, out Message message)
    {
        message = default;
        at = HeaderText.SkipBlanks(text, at);
        if (at == text.Length)
        {
            return false;
        }

        var timeEnd = HeaderText.EndOfWord(text, at);
        var hasTime = text[at..timeEnd] is "-";
        if (!hasTime && TimestampText.TryReadPrefix(text[at..], assumedOffset, parts.Reference, out var prefix) && prefix.HasClock
            && (at + prefix.Length == text.Length || HeaderText.IsBlank(text[at + prefix.Length])))
        {
            hasTime = true;
            timeEnd = at + prefix.Length;
            if (prefix.IsRead)
            {
                parts.SetTimestamp(prefix.UtcTicks);
            }
        }

        var time = LineRange.Between(at, timeEnd);
        var host = Word(text, time);
        var app = Word(text, host);
        if (!host.Exists)
        {
            return false;
        }

        // A message that is one of RFC 3164 behind its time.
        if (app.Exists && SyslogText.IsTag(app.Of(text)))
        {
            var behind = SyslogText.ReadTag(text, app.Start, out var component, out var pid);
            message = new Message(time, host, component, pid, LineRange.None, LineRange.None, LineRange.Between(behind, text.Length), IsWhole: hasTime);
            return true;
        }

        var process = Word(text, app);
        var kind = Word(text, process);
        if (!kind.Exists)
        {
            var rest = HeaderText.SkipBlanks(text, app.Exists ? app.End : host.End);
            message = new Message(time, host, app, LineRange.None, LineRange.None, LineRange.None, LineRange.Between(rest, text.Length), IsWhole: false);
            return true;
        }

        var data = HeaderText.SkipBlanks(text, kind.End);
        var dataEnd = data;
        var hasData = TryReadData(text, parts, ref dataEnd);
        if (!hasData && kind.Of(text) is not "-" && (data == text.Length || text[data] != '['))
        {
            // Neither the kind nor data: the word in the place of the kind is the text's first.
            message = new Message(time, host, app, process, LineRange.None, LineRange.None, LineRange.Between(kind.Start, text.Length), IsWhole: false);
            return true;
        }

        var content = hasData ? Math.Min(dataEnd + 1, text.Length) : data;

        // UTF-8 messages begin with a byte order mark.
        content += content < text.Length && text[content] == '\uFEFF' ? 1 : 0;
        message = new Message(
            time, host, app, process, kind, hasData ? LineRange.Between(data, dataEnd) : LineRange.None, LineRange.Between(content, text.Length), hasTime);
        return true;
    }

    private static LineRange Word(ReadOnlySpan<char> text, LineRange before)
    {
        if (!before.Exists)
        {
            return LineRange.None;
        }

        var start = HeaderText.SkipBlanks(text, before.End);
        return start == text.Length ? LineRange.None : LineRange.Between(start, HeaderText.EndOfWord(text, start));
    }

    // "-", or elements without blanks between them; then a blank or the end of the line.
    private static bool TryReadData(ReadOnlySpan<char> text, LineParts parts, ref int at)
    {
        var start = at;
        if (at < text.Length && text[at] == '-')
        {
            at++;
        }
        else
        {
            while (at < text.Length && text[at] == '[')
            {
                if (!TryReadElement(text, parts, ref at))
                {
                    return false;
                }
            }
        }

        return at > start && (at == text.Length || text[at] == ' ');
    }

    private static bool TryReadElement(ReadOnlySpan<char> text, LineParts parts, ref int at)
    {
        var length = text[at..].IndexOfAny(" ]");
        if (length < 2)
        {
            return false;
        }

        at += length;
        while (at < text.Length && text[at] == ' ')
        {
            at++;
            length = text[at..].IndexOf('=');
            if (length <= 0 || at + length + 1 >= text.Length || text[at + length + 1] != '"')
            {
                return false;
            }

            var name = text.Slice(at, length);
            var value = at + length + 2;
            var end = EndOfValue(text, value);
            if (end < 0)
            {
                return false;
            }

            AddProperty(text, parts, name, LineRange.Between(value, end));
            at = end + 1;
        }

        if (at >= text.Length || text[at] != ']')
        {
            return false;
        }

        at++;
        return true;
    }

    private static int EndOfValue(ReadOnlySpan<char> text, int start)
    {
        var at = start;
        while (true)
        {
            var found = text[at..].IndexOfAny('"', '\\');
            if (found < 0)
            {
                return -1;
            }

            at += found;
            if (text[at] == '"')
            {
                return at;
            }

            at = Math.Min(at + 2, text.Length);
        }
    }

    private static void AddProperty(ReadOnlySpan<char> text, LineParts parts, ReadOnlySpan<char> name, LineRange value)
    {
        // A name longer than RFC 5424 allows (32) is skipped: one line would take the memory of many.
        if (name.Length <= 128)
        {
            parts.AddProperty(parts.Names.Get(name), value, NumberText.Parse(value.Of(text)));
        }
    }

    /// <summary>The places of a message's parts.</summary>
    /// <param name="Time">The time; a hyphen without one.</param>
    /// <param name="Host">The host.</param>
    /// <param name="App">The program.</param>
    /// <param name="ProcId">The process.</param>
    /// <param name="MsgId">The kind of message.</param>
    /// <param name="Data">The structured data.</param>
    /// <param name="Content">The text.</param>
    /// <param name="IsWhole">Whether it has a time and all parts of the header.</param>
    internal readonly record struct Message(
        LineRange Time, LineRange Host, LineRange App, LineRange ProcId, LineRange MsgId, LineRange Data, LineRange Content, bool IsWhole);
}
