using System.Globalization;
using System.Text;
using LogGuard.Primitives;

namespace LogGuard.Keys;

/// <summary>
/// The stored text of a key that a property's value is part of: <c>Executed DbCommand {commandText} ‹commandText: SELECT …›</c>.
/// </summary>
internal static class PropertyKeyText
{
    // Long values, such as SQL, are kept as their beginning and a hash of the whole.
    private const int ValueLength = 160;

    // Template and values fit into StoredTemplate.MaxLength together.
    private const int TemplateLength = 256;

    private const char Open = Wording.ValuesBegin;
    private const char Close = Wording.ValuesEnd;

    /// <summary>Makes the text.</summary>
    /// <param name="template">The template.</param>
    /// <param name="names">The names of the properties.</param>
    /// <param name="values">Their texts; null for one that an event has not.</param>
    public static string Make(string template, string[] names, string?[] values)
    {
        var text = new StringBuilder(Beginning(template));
        for (var i = 0; i < names.Length; i++)
        {
            text.Append(i == 0 ? "" : ", ").Append(Shorten(names[i], 64)).Append(": ").Append(values[i] is { } value ? Shorten(OneLine(value), ValueLength) : "(none)");
        }

        return text.Append(Close).ToString();
    }

    /// <summary>Whether a stored text is the key of any template with values.</summary>
    public static bool IsAny(string text) => text.EndsWith(Close) && text.Contains(Open);

    /// <summary>Whether a stored text is the key of a template with values.</summary>
    public static bool IsOf(string text, string template) => text.EndsWith(Close) && text.StartsWith(Beginning(template), StringComparison.Ordinal);

    private static string Beginning(string template) => $"{Shorten(template, TemplateLength)} {Open}";

    private static string Shorten(string text, int length) => text.Length <= length
        ? text
        : string.Create(CultureInfo.InvariantCulture, $"{text.AsSpan(0, length)}… #{StableHash.Of(text):x16}");

    // Line breaks and indentation of SQL say nothing, and a key is shown in one line.
    private static string OneLine(string text)
    {
        var line = new StringBuilder(text.Length);
        foreach (var character in text)
        {
            if (!char.IsWhiteSpace(character) && !char.IsControl(character))
            {
                line.Append(character);
            }
            else if (line.Length > 0 && line[^1] != ' ')
            {
                line.Append(' ');
            }
        }

        return line.ToString().TrimEnd();
    }
}
