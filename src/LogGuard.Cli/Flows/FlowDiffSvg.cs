using System.Net;
using System.Text;
using LogGuard.Cli.Output;

namespace LogGuard.Cli.Flows;

/// <summary>Draws a difference of flows: one column of steps for each flow, in the colours of their changes.</summary>
internal static class FlowDiffSvg
{
    private const int RowHeight = 26;
    private const int ColumnWidth = 620;
    private const int Margin = 16;
    private const int LongestText = 64;

    public static string Draw(FlowDiff diff)
    {
        var height = diff.Flows.Sum(flow => RowHeight * (flow.Rows.Count + 2)) + 4 * Margin + RowHeight;
        var svg = new StringBuilder();
        svg.Append(FormattableString.Invariant($"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{ColumnWidth + 2 * Margin}\" height=\"{height}\" viewBox=\"0 0 {ColumnWidth + 2 * Margin} {height}\" font-family=\"sans-serif\" font-size=\"13\">\n"));
        svg.Append("<rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>\n");
        var y = Margin + RowHeight / 2;
        Text(svg, Margin, y, $"{diff.Before} → {diff.After}", "#1f2328", isBold: true);
        foreach (var flow in diff.Flows)
        {
            y += RowHeight + Margin / 2;
            Text(svg, Margin, y, FormattableString.Invariant($"{flow.Name} ({flow.SessionsBefore:N0} → {flow.SessionsAfter:N0} sessions)"), "#1f2328", isBold: true);
            for (var i = 0; i < flow.Rows.Count; i++)
            {
                y += RowHeight;
                Row(svg, y, flow.Rows[i], flow, isLast: i == flow.Rows.Count - 1);
            }
        }

        return svg.Append("</svg>\n").ToString();
    }

    private static void Row(StringBuilder svg, int y, FlowRow row, FlowPair flow, bool isLast)
    {
        var (ground, edge, sign) = row.Kind switch
        {
            FlowChangeKind.Gone => ("#ffebe9", "#cf222e", "−"),
            FlowChangeKind.New => ("#dafbe1", "#1a7f37", "+"),
            FlowChangeKind.Reordered => ("#fff8c5", "#9a6700", "↕"),
            FlowChangeKind.Count => ("#ddf4ff", "#0969da", "#"),
            FlowChangeKind.Time => ("#fbefff", "#8250df", "◷"),
            _ => ("#f6f8fa", "#8c959f", ""),
        };
        var detail = flow.Changes.FirstOrDefault(change => change.Template == row.Template)?.Detail;
        svg.Append(FormattableString.Invariant($"<g><title>{Escape(detail is null ? row.Template : $"{row.Template}: {detail}")}</title><rect x=\"{Margin}\" y=\"{y - 16}\" width=\"{ColumnWidth}\" height=\"20\" rx=\"4\" fill=\"{ground}\" stroke=\"{edge}\"/>\n"));
        Text(svg, Margin + 8, y - 2, sign, edge, isBold: true);
        Text(svg, Margin + 28, y - 2, row.Template, "#1f2328", isBold: false);
        svg.Append("</g>\n");
        if (!isLast)
        {
            svg.Append(FormattableString.Invariant($"<line x1=\"{Margin + 14}\" y1=\"{y + 4}\" x2=\"{Margin + 14}\" y2=\"{y + 10}\" stroke=\"#8c959f\"/>\n"));
        }
    }

    private static void Text(StringBuilder svg, int x, int y, string text, string colour, bool isBold) => svg.Append(FormattableString.Invariant(
        $"<text x=\"{x}\" y=\"{y}\" fill=\"{colour}\"{(isBold ? " font-weight=\"bold\"" : "")}>{Escape(ResultTable.Cut(text, LongestText))}</text>\n"));

    private static string Escape(string text) => WebUtility.HtmlEncode(new string([.. text.Select(character => char.IsControl(character) ? ' ' : character)]));
}
