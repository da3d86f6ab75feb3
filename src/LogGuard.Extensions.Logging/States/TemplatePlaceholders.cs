namespace LogGuard.Extensions.Logging.States;

/// <summary>Parses the placeholder names of a message template as Microsoft.Extensions.Logging does.</summary>
internal static class TemplatePlaceholders
{
    /// <summary>Returns the names in order, including duplicates. A doubled brace is a literal brace.</summary>
    public static List<string> In(string template)
    {
        var holes = new List<string>();
        for (var i = 0; i < template.Length; i++)
        {
            if (template[i] != '{')
            {
                continue;
            }

            if (i + 1 < template.Length && template[i + 1] == '{')
            {
                i++;
                continue;
            }

            var end = template.IndexOf('}', i);
            if (end < 0)
            {
                break;
            }

            var hole = template.AsSpan(i + 1, end - i - 1);
            var name = hole.IndexOfAny(',', ':') is >= 0 and var cut ? hole[..cut] : hole;
            holes.Add(name.ToString());
            i = end;
        }

        return holes;
    }

    /// <summary>Whether a template is a single placeholder, apart from blanks.</summary>
    public static bool IsOnlyOne(string template)
    {
        var text = template.AsSpan().Trim();
        return text.Length > 2 && text[0] == '{' && text[1] != '{' && text.IndexOf('}') == text.Length - 1;
    }
}
