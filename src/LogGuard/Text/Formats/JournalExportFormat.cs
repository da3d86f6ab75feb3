namespace LogGuard.Parsing;

/// <summary>
/// The export format of systemd's journal (<c>journalctl -o export</c>): one field on each line, and a cursor first. A field of
/// several lines or of bytes has its name alone on a line, then its length in eight bytes and its value.
/// </summary>
internal sealed class JournalExportFormat(TimeSpan assumedOffset = default) : LineFormat(
    "JournalExport", ["__CURSOR", "__REALTIME_TIMESTAMP", "PRIORITY", "MESSAGE", "_SYSTEMD_UNIT", "SYSLOG_IDENTIFIER", "_PID", "_HOSTNAME", "_BOOT_ID"],
    assumedOffset, session: null)
{
    private const int Time = 1;
    private const int Priority = 2;
    private const int Message = 3;
    private const int Identifier = 5;

    // The journal's own limit of a name.
    private const int MaxNameLength = 64;

    // The length before a field of bytes.
    private const int SizeLength = 8;

    internal override bool HasOpenFields => true;

    internal override bool JoinsUnfitLines => false;

    private protected override bool Split(ReadOnlySpan<char> line, LineParts parts)
    {
        var isEntry = line.Contains('\n');
        parts.Role = isEntry ? LineRole.None : line.StartsWith("__CURSOR=") ? LineRole.Opens : LineRole.Inner;
        var field = -1;
        var isValue = false;
        var start = 0;
        for (var at = 0; at < line.Length;)
        {
            var end = HeaderText.EndOfLine(line, at);
            var name = NameLength(line[at..end]);
            if (name > 0 && at + name < end)
            {
                Take(line, LineRange.Between(at, at + name), LineRange.Between(at + name + 1, end), parts);
                isValue = false;
            }
            else if (name > 0 && isEntry)
            {
                // Only the message matters of the fields with several lines.
                field = line[at..end] is "MESSAGE" ? Message : -1;
                isValue = true;
                start = end + 1;
            }
            else if (isValue && field >= 0)
            {
                var value = HeaderText.Trim(line, SkipSize(line, start, end), end);
                parts.SetField(field, value);
            }
            else if (!isValue)
            {
                return false;
            }

            at = end + 1;
        }

        // A field alone is a piece of an entry. The first one is an entry whose other lines are to come.
        if (!isEntry && parts.Role != LineRole.Opens)
        {
            return false;
        }

        TryReadTimestamp(parts.Field(Time).Of(line), parts);
        TryReadSeverity(parts.Field(Priority).Of(line), parts);
        parts.Content = parts.Field(Message).Exists ? parts.Field(Message)
            : parts.Field(Identifier).Exists ? parts.Field(Identifier)
            : LineRange.Between(line.Length, line.Length);
        return true;
    }

    private protected override LineFormat WithOffsetCore(TimeSpan offset) => new JournalExportFormat(offset);

    // The length of a name in capitals that the line or an equals sign ends; 0 without one.
    private static int NameLength(ReadOnlySpan<char> line)
    {
        var length = line.IndexOf('=');
        length = length < 0 ? line.Length : length;
        if (length is 0 or > MaxNameLength)
        {
            return 0;
        }

        foreach (var character in line[..length])
        {
            if (!char.IsAsciiLetterUpper(character) && !char.IsAsciiDigit(character) && character != '_')
            {
                return 0;
            }
        }

        return length;
    }

    private static int SkipSize(ReadOnlySpan<char> line, int start, int end)
    {
        // Seven of its bytes are zero where the value is of usual length.
        var size = Math.Min(start + SizeLength, end);
        var zero = line[start..size].LastIndexOf('\0');
        return zero < 0 ? start : start + zero + 1;
    }

    private void Take(ReadOnlySpan<char> line, LineRange name, LineRange value, LineParts parts)
    {
        for (var i = 0; i < Fields.Count; i++)
        {
            if (name.Of(line).SequenceEqual(Fields[i]))
            {
                parts.SetField(i, value);
                return;
            }
        }

        parts.AddProperty(parts.Names.Get(name.Of(line)), value, NumberText.Parse(value.Of(line)));
    }
}
