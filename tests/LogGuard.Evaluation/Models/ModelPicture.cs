using System.Globalization;
using System.Text;

namespace LogGuard.EvaluationRuns.Models;

/// <summary>The table of models as a picture: a bar of F1 for each row, one block for each log, pale where the protocol leaks.</summary>
internal static class ModelPicture
{
    private const int LabelWidth = 190;
    private const int BarWidth = 420;
    private const int RowHeight = 20;
    private const int HeadHeight = 30;

    public static string Draw(IEnumerable<(ModelRow Row, ModelResult Result)> rows)
    {
        var text = new StringBuilder();
        var y = 10;
        foreach (var log in rows.GroupBy(row => row.Result.Set))
        {
            text.Append(CultureInfo.InvariantCulture, $"<text x=\"10\" y=\"{y + 16}\" font-weight=\"bold\">{log.Key}</text>\n");
            y += HeadHeight;
            foreach (var (row, result) in log.OrderByDescending(row => row.Result.Counts.F1))
            {
                var isHonest = row.Protocol == "honest";
                text.Append(
                    CultureInfo.InvariantCulture,
                    $"<text x=\"{LabelWidth}\" y=\"{y + 14}\" text-anchor=\"end\">{row.Model}{(isHonest ? "" : " (paper)")}</text>"
                    + $"<rect x=\"{LabelWidth + 8}\" y=\"{y + 3}\" width=\"{Math.Max(1, result.Counts.F1 * BarWidth):0.#}\" height=\"{RowHeight - 6}\" fill=\"#2a6fb0\" fill-opacity=\"{(isHonest ? "1" : "0.4")}\"/>"
                    + $"<text x=\"{LabelWidth + 14 + (result.Counts.F1 * BarWidth):0.#}\" y=\"{y + 14}\">{result.Counts.F1:0.0000}</text>\n");
                y += RowHeight;
            }
        }

        return string.Create(
            CultureInfo.InvariantCulture,
            $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {LabelWidth + BarWidth + 80} {y + 10}\" font-family=\"sans-serif\" font-size=\"12\" role=\"img\"><title>F1 of each model on each log; pale: by the paper's protocol</title><rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>\n{text}</svg>\n");
    }
}
