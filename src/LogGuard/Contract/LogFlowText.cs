using System.Globalization;
using System.Text;

namespace LogGuard;

/// <summary>Templates as code in a line of Markdown, and back.</summary>
internal static class LogFlowText
{
    /// <summary>The template between backticks, with control characters, backticks, backslashes and half characters escaped.</summary>
    public static string Quote(string template)
    {
        var text = new StringBuilder("`");
        for (var i = 0; i < template.Length; i++)
        {
            var character = template[i];
            if (i < template.Length - 1 && char.IsSurrogatePair(template, i))
            {
                text.Append(character).Append(template[++i]);
                continue;
            }

            text.Append(character switch
            {
                '\\' => "\\\\",
                '\n' => "\\n",
                '\r' => "\\r",
                '\t' => "\\t",
                '`' => "\\u0060",
                _ when char.IsControl(character) || char.IsSurrogate(character) || character is '\u2028' or '\u2029' => $"\\u{(int)character:x4}",
                _ => character.ToString(),
            });
        }

        return text.Append('`').ToString();
    }

    /// <summary>Reads the text between backticks.</summary>
    /// <returns>Null if an escape is malformed.</returns>
    public static string? Unquote(ReadOnlySpan<char> text)
    {
        var template = new StringBuilder(text.Length);
        while (!text.IsEmpty)
        {
            if (text[0] != '\\')
            {
                template.Append(text[0]);
                text = text[1..];
                continue;
            }

            var length = 2;
            switch (text.Length > 1 ? text[1] : ' ')
            {
                case '\\':
                    template.Append('\\');
                    break;
                case 'n':
                    template.Append('\n');
                    break;
                case 'r':
                    template.Append('\r');
                    break;
                case 't':
                    template.Append('\t');
                    break;
                case 'u' when text.Length >= 6 && ushort.TryParse(text[2..6], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code):
                    template.Append((char)code);
                    length = 6;
                    break;
                default:
                    return null;
            }

            text = text[length..];
        }

        return template.ToString();
    }
}
