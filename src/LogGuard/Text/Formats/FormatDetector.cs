using System.Text;

namespace LogGuard.Parsing;

/// <summary>Finds the ready format that fits the lines of a log best.</summary>
internal static class FormatDetector
{
    /// <summary>Number of lines that show a log's format.</summary>
    internal const int SampleLimit = 200;

    /// <summary>
    /// The best format. For each line that fits it counts whether it has a time and a level; with equal counts the one that tells more parts
    /// of the header apart. Among formats that are equal in all of this, a program's own format comes after those of the data sets.
    /// </summary>
    /// <param name="lines">The first lines of the log; at most <see cref="SampleLimit"/> are read.</param>
    /// <param name="isAllowed">Whether a format may be chosen; null for all.</param>
    /// <returns>The best format, however few lines it fits. Plain if there is no other.</returns>
    public static FormatMatch FindBest(IEnumerable<string> lines, Func<LineFormat, bool>? isAllowed = null)
    {
        var sample = lines.Take(SampleLimit).Select(AnsiText.Strip).Where(line => !string.IsNullOrWhiteSpace(line)).ToList();
        var best = new FormatMatch(ReadyFormats.Plain, 0, sample.Count, 0, 0, 0);
        foreach (var format in ReadyFormats.All)
        {
            if (format.HasHeader && (isAllowed is null || isAllowed(format)) && Match(format, sample) is var match && match.IsBetterThan(best))
            {
                best = match;
            }
        }

        return best;
    }

    private static FormatMatch Match(LineFormat format, List<string> sample)
    {
        var parts = new LineParts();
        var (fits, lines, events, score, fields) = (0, 0, 0, 0L, 0L);
        var open = new StringBuilder();
        foreach (var first in sample)
        {
            // Only the whole of an indented object fits.
            var line = first;
            var isFit = format.TrySplit(line, parts);
            if (open.Length > 0 && parts.Role is LineRole.Inner or LineRole.Closes)
            {
                open.Append('\n').Append(line);
                if (parts.Role == LineRole.Inner)
                {
                    continue;
                }

                line = open.ToString();
                isFit = format.TrySplit(line, parts);
            }

            open.Clear();
            if (!isFit && parts.Role == LineRole.Opens)
            {
                open.Append(line);
                continue;
            }

            if (!isFit || IsChance(format, line, parts))
            {
                // The lines of a stack trace belong to any format that joins lines, and some are parts of an event on several lines.
                var isPart = fits > 0 && parts.Role is LineRole.Inner or LineRole.Closes or LineRole.Follows;
                lines += isPart || (format.JoinsUnfitLines && MultiLineRule.LooksContinued(line)) ? 0 : 1;
                events += !isPart && (!format.JoinsUnfitLines || LineStart.IsOfEvent(line)) ? 1 : 0;
                continue;
            }

            lines++;
            events++;
            fits++;
            score += 2 + (parts.HasTimestamp ? 1 : 0) + (parts.HasSeverity ? 1 : 0);
            fields += 1 + format.EvidenceCount - format.TimeFieldCount - (IsWide(format, line, parts) ? 1 : 0);
            for (var i = 0; i < format.Fields.Count; i++)
            {
                fields += parts.Field(i) is { Exists: true, Length: > 0 } ? 1 : 0;
            }
        }

        return new FormatMatch(format, fits, lines, events, score, fields);
    }

    // Formats that ask for little fit a line of prose now and then: "a" is the letter of a level, and the first word might be a label.
    private static bool IsChance(LineFormat format, string line, LineParts parts) =>
        (format.Fields[0] == "Level" && !parts.HasTimestamp && !LevelText.BeginsLine(line.AsSpan().TrimStart()))
        || (format.LevelField >= 0 && parts.Slice(line, parts.Field(format.LevelField)) is [>= '0' and <= '9'])
        || (format.HasLabel && parts.Label.Of(line) is not ['-' or (>= 'A' and <= 'Z'), ..]);

    // A date and a time in the one field of a time: a format with a field for each is nearer.
    private static bool IsWide(LineFormat format, string line, LineParts parts) =>
        format.TimeFieldCount == 1 && parts.Field(format.TimeField) is { Exists: true } time && HeaderText.IndexOfBlank(parts.Slice(line, time)) >= 0;
}
