namespace LogGuard.Parsing;

/// <summary>Fills the holes of a message template with a line's properties, for people and session patterns.</summary>
/// <remarks>
/// Holes are filled by name, as in Serilog. A hole without a property stays. Formats and widths are ignored: values are as in
/// the line.
/// </remarks>
internal static class TemplateRenderer
{
    // Rendered messages are for people: values of megabytes in many holes are cut.
    internal const int MaxLength = 64 * 1024;

    public static LineRange Render(string template, LineParts parts)
    {
        var start = parts.Append([]).Start;
        var text = template.AsSpan();
        while (text.Length > 0)
        {
            var brace = text.IndexOfAny('{', '}');
            if (brace < 0)
            {
                Append(text, parts, start);
                break;
            }

            Append(text[..brace], parts, start);
            text = text[brace..];
            if (text.Length > 1 && text[1] == text[0])
            {
                Append(text[..1], parts, start);
                text = text[2..];
                continue;
            }

            var end = text[0] == '{' ? text.IndexOf('}') : -1;
            var hole = end < 0 ? text[..1] : text[..(end + 1)];
            if (end >= 0 && parts.TryGetProperty(NameOf(hole[1..^1]), out var property))
            {
                // The buffer may move when it grows, so the value is read again afterwards.
                AppendOwn(property.Value, parts, start);
            }
            else
            {
                Append(hole, parts, start);
            }

            text = text[hole.Length..];
        }

        return LineRange.Between(start, parts.OwnText.Length);
    }

    private static ReadOnlySpan<char> NameOf(ReadOnlySpan<char> hole)
    {
        hole = hole.TrimStart("@$");
        var end = hole.IndexOfAny(',', ':');
        return end < 0 ? hole : hole[..end];
    }

    private static void Append(ReadOnlySpan<char> text, LineParts parts, int start)
    {
        var room = MaxLength - (parts.OwnText.Length - start);
        parts.Append(text[..Math.Min(text.Length, room)]);
    }

    private static void AppendOwn(LineRange value, LineParts parts, int start)
    {
        var length = Math.Min(value.Length, MaxLength - (parts.OwnText.Length - start));
        var room = parts.Reserve(length);
        length = Math.Min(length, room.Length);
        parts.OwnText.Slice(value.Start, length).CopyTo(room);
        parts.Commit(length);
    }
}
