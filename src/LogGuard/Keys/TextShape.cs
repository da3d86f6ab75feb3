using System.Text;

namespace LogGuard.Keys;

/// <summary>
/// The shape of a text by which string-built texts are grouped: the values of objects written into it, as JSON or as a record,
/// are left out, and texts around different holes are kept apart.
/// </summary>
internal static class TextShape
{
    /// <summary>Stands for a value.</summary>
    public const string Value = "<*>";

    /// <summary>A word that begins with it is no value, and texts that differ in it are never one.</summary>
    public const char Mark = Wording.ValuesBegin;

    // Longer texts are mined as they are; the miner cuts them.
    private const int MaxLength = 16 * 1024;

    /// <summary>The word that texts with the same holes begin with; empty for texts without holes.</summary>
    /// <remarks>
    /// Its core is of letters only: the miner takes digits for variables, and does not take two first words for values. The mark
    /// before it lets <see cref="WithoutPrefix"/> find it.
    /// </remarks>
    public static string PrefixOf(string text)
    {
        if (!text.Contains('{'))
        {
            return "";
        }

        var prefix = new StringBuilder();
        for (var from = 0; TemplateHoles.TryNext(text, ref from, out _, out var range);)
        {
            var name = text.AsSpan(range);
            if (TemplateHoles.IsId(name))
            {
                continue;
            }

            prefix.Append(prefix.Length == 0 ? Mark : '_');
            if (!name.ContainsAnyExceptInRange('0', '9'))
            {
                // A number in braces may be a value: '{17}'.
                prefix.Append('n');
                continue;
            }

            foreach (var character in name)
            {
                prefix.Append(char.IsAsciiLetter(character) ? character : (char)('g' + character % 16));
            }
        }

        return prefix.Length == 0 ? "" : prefix.Append(' ').ToString();
    }

    /// <summary>A template of the miner without the prefix that its texts were given.</summary>
    public static string WithoutPrefix(string template) =>
        template.StartsWith(Mark) && template.IndexOf(' ') is > 0 and var end ? template[(end + 1)..] : template;

    /// <summary>A text without the values of its objects.</summary>
    public static string Of(string text)
    {
        if (!text.Contains('{') || text.Length > MaxLength)
        {
            return text;
        }

        StringBuilder? shape = null;
        var done = 0;
        for (var at = text.IndexOf('{'); at >= 0; at = at + 1 < text.Length ? text.IndexOf('{', at + 1) : -1)
        {
            if (at < done)
            {
                continue;
            }

            var start = shape?.Length ?? 0;
            shape ??= new StringBuilder();
            shape.Append(text, done, at - done);
            var end = IsRecord(text, at) ? CopyRecord(text, at, shape) : IsJson(text, at) ? CopyJson(text, at, shape) : -1;
            if (end < 0)
            {
                // Not an object, or one that does not end: as it is.
                shape.Length = start;
                shape.Append(text, done, at - done);
                end = at;
            }

            done = end;
        }

        return shape is null ? text : shape.Append(text, done, text.Length - done).ToString();
    }

    // { Name = …
    private static bool IsRecord(string text, int at) => at + 1 < text.Length && text[at + 1] == ' ' && EndOfName(text, at + 2) > 0;

    // {"name":…
    private static bool IsJson(string text, int at)
    {
        var name = SkipBlanks(text, at + 1);
        return name < text.Length && text[name] == '"' && EndOfString(text, name) is > 0 and var end
            && SkipBlanks(text, end) is var colon && colon < text.Length && text[colon] == ':';
    }

    // The place behind " = " if a name and it stand here; otherwise -1.
    private static int EndOfName(string text, int at)
    {
        var end = at;
        while (end < text.Length && (char.IsLetterOrDigit(text[end]) || text[end] == '_'))
        {
            end++;
        }

        return end > at && string.CompareOrdinal(text, end, " = ", 0, 3) == 0 ? end + 3 : -1;
    }

    private static int CopyRecord(string text, int at, StringBuilder shape)
    {
        shape.Append("{ ");
        var name = at + 2;
        while (EndOfName(text, name) is > 0 and var value)
        {
            shape.Append(text, name, value - name).Append(Value);
            var depth = 0;
            for (var i = value; ; i++)
            {
                if (i >= text.Length)
                {
                    return -1;
                }

                if (text[i] == '{')
                {
                    depth++;
                }
                else if (text[i] == '}' && depth-- == 0)
                {
                    shape.Append(" }");
                    return i + 1;
                }
                else if (depth == 0 && text[i] == ',' && i + 1 < text.Length && text[i + 1] == ' ' && EndOfName(text, i + 2) > 0)
                {
                    shape.Append(", ");
                    name = i + 2;
                    break;
                }
            }
        }

        return -1;
    }

    private static int CopyJson(string text, int at, StringBuilder shape)
    {
        var depth = 0;
        for (var i = at; i < text.Length;)
        {
            switch (text[i])
            {
                case '{':
                    depth++;
                    shape.Append('{');
                    i++;
                    break;
                case '}':
                    shape.Append('}');
                    i++;
                    if (--depth == 0)
                    {
                        return i;
                    }

                    break;
                case '"' when EndOfString(text, i) is > 0 and var end:
                    shape.Append(text, i, end - i);
                    i = end;
                    break;
                case ':':
                    shape.Append(':');
                    i = SkipBlanks(text, i + 1);
                    if (i < text.Length && text[i] != '{')
                    {
                        i = EndOfValue(text, i);
                        shape.Append(Value);
                    }

                    break;
                case ' ' or '\t' or '\r' or '\n':
                    // Indented JSON has the same shape.
                    i++;
                    break;
                case ',':
                    shape.Append(',');
                    i++;
                    break;
                default:
                    return -1;
            }

            if (i < 0)
            {
                return -1;
            }
        }

        return -1;
    }

    // A text, a list with everything in it, or a word; -1 if it does not end.
    private static int EndOfValue(string text, int at)
    {
        if (text[at] == '"')
        {
            return EndOfString(text, at);
        }

        var depth = 0;
        for (var i = at; i < text.Length; i++)
        {
            switch (text[i])
            {
                case '"':
                    i = EndOfString(text, i) - 1;
                    if (i < 0)
                    {
                        return -1;
                    }

                    break;
                case '[' or '{':
                    depth++;
                    break;
                case ']' or '}' when depth > 0:
                    depth--;
                    break;
                case ',' or '}' when depth == 0:
                    return i;
            }
        }

        return -1;
    }

    // The place behind the closing quote; -1 without one.
    private static int EndOfString(string text, int at)
    {
        for (var i = at + 1; i < text.Length; i++)
        {
            if (text[i] == '\\')
            {
                i++;
            }
            else if (text[i] == '"')
            {
                return i + 1;
            }
        }

        return -1;
    }

    private static int SkipBlanks(string text, int at)
    {
        while (at < text.Length && char.IsWhiteSpace(text[at]))
        {
            at++;
        }

        return at;
    }
}
