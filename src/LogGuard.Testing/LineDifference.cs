using System.Text;

namespace LogGuard.Testing;

/// <summary>The difference of two texts of flows in lines, each with the workflow that it belongs to. Pictures are left out.</summary>
internal static class LineDifference
{
    // A table of more cells takes too long; the lines are then compared as sets.
    private const long CellLimit = 25_000_000;
    private const int LineLimit = 200;
    private const int Context = 2;

    public static string Of(string approved, string received)
    {
        var (before, after) = (LinesOf(approved), LinesOf(received));
        var edits = (long)before.Count * after.Count <= CellLimit
            ? Edits(before, after)
            : [.. before.Except(after).Select(line => ('-', line)), .. after.Except(before).Select(line => ('+', line))];
        var text = new StringBuilder();
        var (last, title, written) = (-1, "", 0);
        for (var i = 0; i < edits.Count; i++)
        {
            var (sign, line) = edits[i];
            title = line.StartsWith("## ", StringComparison.Ordinal) ? line : title;
            if (!IsNearChange(edits, i))
            {
                continue;
            }

            if (written++ == LineLimit)
            {
                return text.Append("  … and more\n").ToString();
            }

            if (last != i - 1)
            {
                text.Append("  …\n");
                if (title.Length > 0 && title != line)
                {
                    text.Append("  ").Append(title).Append('\n');
                }
            }

            text.Append(sign).Append(' ').Append(line).Append('\n');
            last = i;
        }

        return text.ToString().TrimEnd('\n');
    }

    private static bool IsNearChange(List<(char Sign, string Line)> edits, int at)
    {
        for (var i = Math.Max(0, at - Context); i <= Math.Min(edits.Count - 1, at + Context); i++)
        {
            if (edits[i].Sign != ' ')
            {
                return true;
            }
        }

        return false;
    }

    private static List<string> LinesOf(string text)
    {
        var lines = new List<string>();
        var isPicture = false;
        foreach (var line in text.Split('\n').Where(line => line.Length > 0))
        {
            if (line.StartsWith("```", StringComparison.Ordinal))
            {
                isPicture = !isPicture;
            }
            else if (!isPicture)
            {
                lines.Add(line);
            }
        }

        return lines;
    }

    // By the longest common subsequence: lengths[i, j] is that of the lines from i and j on.
    private static List<(char Sign, string Line)> Edits(List<string> before, List<string> after)
    {
        var lengths = new int[before.Count + 1, after.Count + 1];
        for (var i = before.Count - 1; i >= 0; i--)
        {
            for (var j = after.Count - 1; j >= 0; j--)
            {
                lengths[i, j] = before[i] == after[j] ? lengths[i + 1, j + 1] + 1 : Math.Max(lengths[i + 1, j], lengths[i, j + 1]);
            }
        }

        var edits = new List<(char, string)>();
        var (one, other) = (0, 0);
        while (one < before.Count || other < after.Count)
        {
            if (one < before.Count && other < after.Count && before[one] == after[other])
            {
                edits.Add((' ', before[one++]));
                other++;
            }
            else if (other == after.Count || (one < before.Count && lengths[one + 1, other] >= lengths[one, other + 1]))
            {
                edits.Add(('-', before[one++]));
            }
            else
            {
                edits.Add(('+', after[other++]));
            }
        }

        return edits;
    }
}
