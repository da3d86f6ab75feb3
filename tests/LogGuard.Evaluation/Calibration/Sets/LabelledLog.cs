using System.Text.RegularExpressions;
using LogGuard.Parsing;

namespace LogGuard.EvaluationRuns.Calibration.Sets;

/// <summary>Reads any labelled log as a set to calibrate on.</summary>
internal static class LabelledLog
{
    private const string Uuid = "[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}";

    private static readonly HashSet<string> NormalLabels = new(["", "-", "0", "normal", "false", "ok", "success"], StringComparer.OrdinalIgnoreCase);

    /// <summary>The first 100,000 lines of Blue Gene/L, line by line.</summary>
    public static ICalibrationSet ReadBgl() =>
        Read("bgl", new LineInput(DataFiles.Find("bgl/BGL_first_100000.log.gz"), "BGL", null, IsLabelFirst: true, SessionField: null));

    /// <summary>Any log.</summary>
    /// <exception cref="ArgumentException">The format is unknown, or the lines have no labels.</exception>
    public static ICalibrationSet Read(string name, LineInput input)
    {
        if (input.Labels is null && !input.IsLabelFirst)
        {
            throw new ArgumentException("The lines need labels: give --labels or --label-first-word.");
        }

        var format = LineFormat.TryGet(input.Format, out var known) ? known : LineFormat.Parse(input.Format);
        format = input.IsLabelFirst && format.HasLabel ? format.WithoutLabel() : format;
        var lines = DataFiles.ReadTextLines(input.Path).Where(line => line.Length > 0)
            .Select(line => input.IsLabelFirst ? CutLabel(line) : new LabelledLine(line, "", CaseLabel.Normal));
        var selector = input.SessionField is null ? format.Session : SessionSelector.Field(input.SessionField);
        return selector is null
            ? new LineStreamSet(name, format, [.. lines])
            : new TextSessionSet(name, format, input.SessionField, [.. WithSessions(lines, format, selector, input.Labels)], isDrawn: false);
    }

    private static LabelledLine CutLabel(string line)
    {
        var end = line.IndexOf(' ');
        return end < 0
            ? new LabelledLine("", "", LabelOf(line))
            : new LabelledLine(line[(end + 1)..], "", LabelOf(line[..end]));
    }

    private static CaseLabel LabelOf(string label) => NormalLabels.Contains(label.Trim()) ? CaseLabel.Normal : CaseLabel.Anomalous;

    private static List<LabelledLine> WithSessions(IEnumerable<LabelledLine> lines, LineFormat format, SessionSelector selector, string? labelFile)
    {
        var pattern = selector.ContentPattern is { } content ? new Regex(content.Text.Replace("<uuid>", Uuid, StringComparison.Ordinal), RegexOptions.CultureInvariant) : null;
        var labels = labelFile is null ? null : ReadLabels(labelFile);
        var withSession = new List<LabelledLine>();
        var session = "";
        foreach (var line in lines)
        {
            // A line that does not fit goes on with the event before it.
            var split = format.Split(line.Text);
            session = split.Fits ? SessionOf(split, selector, pattern) : session;
            if (session.Length > 0 && (labels is null ? line.Label : labels(session)) is { } label)
            {
                withSession.Add(line with { Session = session, Label = label });
            }
        }

        // One anomalous line makes the session anomalous.
        var anomalous = withSession.Where(line => line.Label == CaseLabel.Anomalous).Select(line => line.Session).ToHashSet(StringComparer.Ordinal);
        return [.. withSession.Select(line => anomalous.Contains(line.Session) ? line with { Label = CaseLabel.Anomalous } : line)];
    }

    private static string SessionOf(LogLine line, SessionSelector selector, Regex? pattern)
    {
        if (pattern is null)
        {
            return line.Fields.GetValueOrDefault(selector.FieldName!, "") is var value && value == "-" ? "" : value;
        }

        var match = pattern.Match(line.Content);
        return match.Groups.Count > 1 ? match.Groups[1].Value : match.Value;
    }

    // A file of ids alone lists the anomalous ones; one with labels leaves out what it does not name.
    private static Func<string, CaseLabel?> ReadLabels(string file)
    {
        var rows = DataFiles.ReadTextLines(file).Where(row => row.Length > 0).ToArray();
        if (!Array.Exists(rows, row => row.Contains(',')))
        {
            var anomalous = rows.Select(row => row.Trim()).ToHashSet(StringComparer.Ordinal);
            return session => anomalous.Contains(session) ? CaseLabel.Anomalous : CaseLabel.Normal;
        }

        var labels = new Dictionary<string, CaseLabel>(StringComparer.Ordinal);
        foreach (var row in rows)
        {
            var fields = row.Split(',');
            labels[fields[0].Trim().Trim('"')] = LabelOf(fields[^1].Trim().Trim('"'));
        }

        return session => labels.TryGetValue(session, out var label) ? label : null;
    }
}
