namespace LogGuard.Extensions.Logging.States;

/// <summary>The names in a message template's holes, as Microsoft.Extensions.Logging reads them.</summary>
internal static class TemplateHoles
{
    /// <summary>The names in order, those that come twice twice. A doubled brace is a brace.</summary>
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
}
