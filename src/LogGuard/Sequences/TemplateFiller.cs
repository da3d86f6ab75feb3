using System.Text;

namespace LogGuard.Sequences;

/// <summary>Replaces the holes of a message template by name. Formats and widths are ignored.</summary>
internal static class TemplateFiller
{
    /// <param name="template">The template.</param>
    /// <param name="textOf">Returns the text of a hole; null leaves it unchanged.</param>
    public static string Fill(string template, Func<string, string?> textOf)
    {
        var filled = new StringBuilder(template.Length + 32);
        var rest = template.AsSpan();
        while (rest.IndexOfAny('{', '}') is var brace and >= 0)
        {
            filled.Append(rest[..brace]);
            rest = rest[brace..];
            var end = rest[0] == '{' ? rest.IndexOf('}') : -1;
            if (rest.Length > 1 && rest[1] == rest[0])
            {
                // A doubled brace is a literal one.
                filled.Append(rest[0]);
                rest = rest[2..];
            }
            else if (end < 0)
            {
                filled.Append(rest[0]);
                rest = rest[1..];
            }
            else
            {
                var hole = rest[..(end + 1)];
                filled.Append(textOf(NameOf(hole[1..^1]).ToString()) ?? hole.ToString());
                rest = rest[hole.Length..];
            }
        }

        return filled.Append(rest).ToString();
    }

    private static ReadOnlySpan<char> NameOf(ReadOnlySpan<char> hole)
    {
        hole = hole.TrimStart("@$");
        var end = hole.IndexOfAny(',', ':');
        return end < 0 ? hole : hole[..end];
    }
}
