using System.Text;
using System.Text.Json;

namespace LogGuard.Parsing;

/// <summary>One JSON object per line, or indented on several lines. Derived formats give its names their meaning.</summary>
/// <remarks>
/// The line is converted to UTF-8 and read token by token. Unescaped values are part of the line's own text. Only names and
/// templates not seen before become strings. Text that is nearly JSON is mended first; see <see cref="JsonMender"/>.
/// </remarks>
internal abstract class JsonLineFormat : LineFormat
{
    // Longer lines are no log events, and three copies of each would be in memory.
    internal const int MaxLineLength = 1024 * 1024;

    // The deepest object of the longest line. The reader keeps one bit for each level.
    private static readonly JsonReaderOptions ReaderOptions = new()
    {
        MaxDepth = MaxLineLength,
        CommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
    };

    private protected JsonLineFormat(string name, IReadOnlyList<string> fields, TimeSpan assumedOffset, SessionSelector? session)
        : base(name, fields, assumedOffset, session)
    {
    }

    internal override bool HasOpenFields => true;

    internal override bool JoinsUnfitLines => false;

    internal override bool HoldsObject => true;

    private protected override bool Split(ReadOnlySpan<char> line, LineParts parts)
    {
        // Rejects other text before the reader would throw.
        var text = ObjectIn(line);
        if (text.Length is < 2 or > MaxLineLength || text[0] != '{' || text[^1] != '}')
        {
            parts.Role = RoleOf(line);
            return false;
        }

        var length = parts.Encode(text);
        if (TryReadLine(length, parts, out var isBroken))
        {
            return true;
        }

        if (isBroken && JsonMender.TryMend(parts, ref length))
        {
            parts.Begin(Fields.Count);
            if (TryReadLine(length, parts, out _))
            {
                return true;
            }
        }

        parts.Role = RoleOf(line);
        return false;
    }

    /// <summary>Reads the object at the reader's position to its end.</summary>
    private protected abstract bool TryReadObject(ref Utf8JsonReader reader, LineParts parts);

    /// <summary>Completes the parts when the object is read, above all the message.</summary>
    private protected abstract bool Finish(LineParts parts);

    /// <summary>The text of the value at the reader's position; objects and arrays as written.</summary>
    private protected static LineRange ReadValue(ref Utf8JsonReader reader, LineParts parts)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.String:
            case JsonTokenType.PropertyName:
                var room = parts.Reserve(reader.ValueSpan.Length);
                return room.Length < reader.ValueSpan.Length ? LineRange.None : parts.Commit(reader.CopyString(room));
            case JsonTokenType.StartObject:
            case JsonTokenType.StartArray:
                var start = (int)reader.TokenStartIndex;
                reader.Skip();
                return AppendUtf8(parts.Utf8.AsSpan(start, (int)reader.BytesConsumed - start), parts);
            case JsonTokenType.Null:
                return LineRange.None;
            default:
                return AppendUtf8(reader.ValueSpan, parts);
        }
    }

    /// <summary>Keeps a property of the event: the name at the reader's position and the value after it.</summary>
    private protected static void ReadProperty(ref Utf8JsonReader reader, LineParts parts)
    {
        var name = ReadName(ref reader, parts);
        reader.Read();
        var number = reader.TokenType == JsonTokenType.Number && reader.TryGetDouble(out var value) && double.IsFinite(value) ? value : double.NaN;
        var range = ReadValue(ref reader, parts);
        if (range.Exists && name is not null)
        {
            parts.AddProperty(name, range, number);
        }
    }

    /// <summary>The text of a range of the line's own text.</summary>
    private protected static ReadOnlySpan<char> Text(LineParts parts, LineRange range) => range.Of(parts.OwnText);

    /// <summary>Renders a message template with its values into the line's own text.</summary>
    private protected static LineRange Render(LineParts parts, string template) => TemplateRenderer.Render(template, parts);

    /// <summary>The message of an event that has neither a message nor a template: the first line of its exception, or no text.</summary>
    private protected static LineRange MessageOf(LineRange exception, LineParts parts)
    {
        if (!exception.Exists)
        {
            return parts.Append([]);
        }

        var end = Text(parts, exception).IndexOfAny('\r', '\n');
        return end < 0 ? exception : exception with { Length = end };
    }

    private bool TryReadLine(int length, LineParts parts, out bool isBroken)
    {
        isBroken = false;
        parts.UseOwnText();
        try
        {
            var reader = new Utf8JsonReader(parts.Utf8.AsSpan(0, length), ReaderOptions);
            return reader.Read() && TryReadObject(ref reader, parts) && !reader.Read() && Finish(parts);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // Invalid JSON, or an escape that is half a surrogate pair.
            isBroken = true;
            return false;
        }
    }

    // A file may have been appended to one with a byte order mark, and may be an array with an object on each line.
    private static ReadOnlySpan<char> ObjectIn(ReadOnlySpan<char> line)
    {
        var text = HeaderText.Trim(line).Of(line);
        if (text.Length > 0 && text[0] == '\uFEFF')
        {
            text = text[1..].TrimStart();
        }

        if (text.Length > 1 && text[0] == '[' && text[1] != ']')
        {
            text = text[1..].TrimStart();
            text = text.EndsWith("]") ? text[..^1].TrimEnd() : text;
        }

        return text.EndsWith(",") ? text[..^1].TrimEnd() : text.EndsWith("}]") ? text[..^1] : text;
    }

    // The braces of an indented object stand at the beginning of their lines, and no other line of it begins there.
    private static LineRole RoleOf(ReadOnlySpan<char> line)
    {
        if (line.Contains('\n'))
        {
            return LineRole.None;
        }

        return line.TrimEnd() switch
        {
            "{" => LineRole.Opens,
            "}" or "}," => LineRole.Closes,
            [' ' or '\t', ..] => LineRole.Inner,
            _ => LineRole.None,
        };
    }

    private static string? ReadName(ref Utf8JsonReader reader, LineParts parts)
    {
        const int MaxNameLength = 256;
        if (reader.ValueSpan.Length > MaxNameLength)
        {
            return null;
        }

        Span<char> room = stackalloc char[MaxNameLength];
        ReadOnlySpan<char> name = room[..reader.CopyString(room)];

        // Compact JSON doubles an @ at the beginning of a name.
        return parts.Names.Get(name.StartsWith("@@") ? name[1..] : name);
    }

    private static LineRange AppendUtf8(ReadOnlySpan<byte> bytes, LineParts parts)
    {
        var room = parts.Reserve(bytes.Length);
        return Encoding.UTF8.TryGetChars(bytes, room, out var written) ? parts.Commit(written) : LineRange.None;
    }
}
