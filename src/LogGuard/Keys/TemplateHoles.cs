namespace LogGuard.Keys;

/// <summary>Finds the holes of a message template by the grammar of message templates, which Serilog's parser follows, too.</summary>
/// <remarks>
/// A hole is a name of letters, digits, underscores and dots in braces, optionally with <c>@</c> or <c>$</c> before it, and a width
/// and a format behind it. Any other text in braces is text: a record's <c>{ Id = 7 }</c>, JSON, an id with dashes.
/// </remarks>
internal static class TemplateHoles
{
    // Names in braces this long with a digit are ids in braces rather than names of holes.
    private const int IdLength = 8;

    /// <summary>Finds the next hole.</summary>
    /// <param name="template">The template.</param>
    /// <param name="from">Where to search from; receives the end of the hole.</param>
    /// <param name="hole">The range of the hole with its braces.</param>
    /// <param name="name">The range of its name.</param>
    public static bool TryNext(ReadOnlySpan<char> template, ref int from, out Range hole, out Range name)
    {
        while (from < template.Length)
        {
            var brace = template[from..].IndexOfAny('{', '}');
            if (brace < 0)
            {
                break;
            }

            var start = from + brace;
            if (start + 1 < template.Length && template[start + 1] == template[start])
            {
                // A doubled brace is a literal one.
                from = start + 2;
                continue;
            }

            var end = template[start] == '{' ? template[start..].IndexOf('}') : -1;
            if (end > 0 && TryName(template, start + 1, start + end, out name))
            {
                from = start + end + 1;
                hole = start..from;
                return true;
            }

            from = start + 1;
        }

        (hole, name) = (0..0, 0..0);
        return false;
    }

    /// <summary>The names of a template's holes in order, each once.</summary>
    public static IReadOnlyList<string> NamesIn(string template)
    {
        var names = new List<string>();
        for (var from = 0; TryNext(template, ref from, out _, out var name);)
        {
            var text = template[name];
            if (!names.Contains(text))
            {
                names.Add(text);
            }
        }

        return names;
    }

    /// <summary>Number of a template's holes.</summary>
    public static int CountIn(string template)
    {
        var count = 0;
        for (var from = 0; TryNext(template, ref from, out _, out _); count++)
        {
        }

        return count;
    }

    /// <summary>Whether a template has a hole. An id in braces is none.</summary>
    public static bool HasAny(string template)
    {
        for (var from = 0; TryNext(template, ref from, out _, out var name);)
        {
            if (!IsId(template.AsSpan(name)))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether a name is rather an id that was written in braces.</summary>
    public static bool IsId(ReadOnlySpan<char> name) => name.Length >= IdLength && name.ContainsAnyInRange('0', '9');

    /// <summary>Whether a template is a single hole, apart from blanks: it identifies nothing.</summary>
    public static bool IsOnlyHole(string template)
    {
        // Most templates end here.
        var text = template.AsSpan().Trim();
        if (text.Length < 3 || text[0] != '{' || text[^1] != '}')
        {
            return false;
        }

        var from = 0;
        return TryNext(text, ref from, out var hole, out _) && hole.Start.Value == 0 && hole.End.Value == text.Length;
    }

    private static bool TryName(ReadOnlySpan<char> template, int start, int end, out Range name)
    {
        start += start < end && template[start] is '@' or '$' ? 1 : 0;
        var rest = template[start..end];
        var length = 0;
        while (length < rest.Length && (char.IsLetterOrDigit(rest[length]) || rest[length] is '_' or '.'))
        {
            length++;
        }

        name = start..(start + length);
        if (length == 0)
        {
            return false;
        }

        var behind = rest[length..];
        return behind.IsEmpty || behind[0] == ':' || (behind[0] == ',' && IsWidth(behind[1..]));
    }

    private static bool IsWidth(ReadOnlySpan<char> text)
    {
        var end = text.IndexOf(':');
        var width = (end < 0 ? text : text[..end]).Trim(' ');
        width = width.TrimStart('-');
        return width.Length > 0 && !width.ContainsAnyExceptInRange('0', '9');
    }
}
