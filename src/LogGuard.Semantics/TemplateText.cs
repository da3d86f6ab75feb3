using System.Text;

namespace LogGuard.Semantics;

/// <summary>Writes a template as a sentence.</summary>
internal static class TemplateText
{
    // The model reads 256 tokens.
    private const int Limit = 1_024;

    public static string Of(string template, HoleForm form) => Of(template, form, static name => name);

    /// <summary>Writes a template as a sentence with its holes renamed.</summary>
    /// <param name="template">The template.</param>
    /// <param name="form">The form of its holes.</param>
    /// <param name="rename">Gives a hole another name.</param>
    public static string Of(string template, HoleForm form, Func<string, string> rename)
    {
        var text = new StringBuilder();
        for (var i = 0; i < template.Length && text.Length < Limit; i++)
        {
            if (template[i] == '{' && template.IndexOf('}', i) is var end && end > i + 1 && NameIn(template[(i + 1)..end]) is { } name)
            {
                _ = form switch
                {
                    HoleForm.None => text,
                    HoleForm.Words => AppendWords(text, rename(name)),
                    _ => text.Append('{').Append(rename(name)).Append('}'),
                };
                i = end;
            }
            else
            {
                text.Append(template[i] is '<' or '>' or '*' ? ' ' : template[i]);
            }
        }

        return string.Join(' ', text.ToString().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
    }

    /// <summary>Whether a text has a letter, so that it says anything.</summary>
    public static bool HasWords(string text) => text.Any(char.IsLetter);

    private static string? NameIn(string hole)
    {
        var name = hole.TrimStart('@', '$').Split(',', ':')[0];
        return name.Length > 0 && name.All(character => char.IsLetterOrDigit(character) || character is '_' or '.') ? name : null;
    }

    private static StringBuilder AppendWords(StringBuilder text, string name)
    {
        for (var i = 0; i < name.Length; i++)
        {
            if (i > 0 && char.IsUpper(name[i]) && !char.IsUpper(name[i - 1]))
            {
                text.Append(' ');
            }

            text.Append(name[i] is '_' or '.' ? ' ' : char.ToLowerInvariant(name[i]));
        }

        return text;
    }
}
