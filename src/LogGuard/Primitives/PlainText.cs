using System.Globalization;
using System.Text;

namespace LogGuard.Primitives;

/// <summary>
/// Makes text of a log safe to show in one line: control characters, line separators, unpaired surrogates and invisible
/// characters that change the order or the look of a text are written as escapes, such as <c>\n</c> and <c>\u001b</c>.
/// </summary>
internal static class PlainText
{
    public static string Escape(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (IsSuspect(text[i]))
            {
                return EscapeFrom(text, i);
            }
        }

        return text;
    }

    private static string EscapeFrom(string text, int start)
    {
        var escaped = new StringBuilder(text.Length + 16).Append(text, 0, start);
        for (var i = start; i < text.Length;)
        {
            if (Rune.TryGetRuneAt(text, i, out var rune))
            {
                Append(escaped, rune);
                i += rune.Utf16SequenceLength;
            }
            else
            {
                AppendCode(escaped, text[i++]);
            }
        }

        return escaped.ToString();
    }

    private static void Append(StringBuilder escaped, Rune rune)
    {
        if (!IsSuspect(rune))
        {
            escaped.Append(rune);
            return;
        }

        switch (rune.Value)
        {
            case '\n':
                escaped.Append("\\n");
                break;

            case '\r':
                escaped.Append("\\r");
                break;

            case '\t':
                escaped.Append("\\t");
                break;

            default:
                AppendCode(escaped, rune.Value);
                break;
        }
    }

    private static void AppendCode(StringBuilder escaped, int code) =>
        escaped.Append(code > char.MaxValue ? "\\U" : "\\u").Append(code.ToString(code > char.MaxValue ? "x8" : "x4", CultureInfo.InvariantCulture));

    // Printable ASCII, which is nearly everything, needs no table.
    private static bool IsSuspect(char character) =>
        character is < ' ' or > '~' && (character <= '~' || char.IsSurrogate(character) || IsSuspect(new Rune(character)));

    // The two joiners belong to the spelling of some languages, and the soft hyphen to words.
    private static bool IsSuspect(Rune rune) => Rune.GetUnicodeCategory(rune) switch
    {
        UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator => true,
        UnicodeCategory.Format => rune.Value is not (0x200C or 0x200D or 0x00AD),
        _ => false,
    };
}
