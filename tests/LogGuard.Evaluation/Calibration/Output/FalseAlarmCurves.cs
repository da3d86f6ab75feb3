using System.Globalization;
using System.Net;
using System.Text;

namespace LogGuard.EvaluationRuns.Calibration.Output;

/// <summary>
/// False alarms over sessions learnt, both on logarithmic scales, with the promise as a line. Presentation attributes only, so that
/// the picture shows under a strict content security policy.
/// </summary>
internal static class FalseAlarmCurves
{
    private const double Left = 70;
    private const double Right = 620;
    private const double Top = 40;
    private const double Bottom = 400;

    // Rates below stand on the lowest line.
    private const double LowestRate = 0.1;
    private const double HighestRate = 1000;
    private const double Promise = 1;

    private static readonly string[] Colors = ["#0b62a4", "#c0392b", "#1e8449", "#8e44ad", "#b9770e", "#117a65", "#5d6d7e"];

    public static string Draw(IReadOnlyList<CalibrationCell> cells)
    {
        var (least, most) = (cells.Min(cell => cell.Learnt) / 1.2, cells.Max(cell => cell.Learnt) * 1.2);
        var svg = new StringBuilder();
        svg.Append("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 820 460\" width=\"820\" height=\"460\" font-family=\"sans-serif\" font-size=\"13\" fill=\"#222222\">\n");
        svg.Append("<title>False alarms per 1,000 normal sessions over sessions learnt</title>\n<rect width=\"820\" height=\"460\" fill=\"#ffffff\"/>\n");
        Text(svg, Left, 22, "start", "False alarms per 1,000 normal sessions (95 % bounds), over sessions learnt");
        for (var rate = LowestRate; rate <= HighestRate * 1.01; rate *= 10)
        {
            Line(svg, Left, Y(rate), Right, Y(rate), "#dddddd", "");
            Text(svg, Left - 8, Y(rate) + 4, "end", rate.ToString("#,0.#", CultureInfo.InvariantCulture));
        }

        foreach (var size in cells.Select(cell => cell.Learnt).Distinct().Order())
        {
            Line(svg, X(size), Top, X(size), Bottom, "#eeeeee", "");
            Text(svg, X(size), Bottom + 20, "middle", size.ToString("#,0", CultureInfo.InvariantCulture));
        }

        Line(svg, Left, Y(Promise), Right, Y(Promise), "#222222", " stroke-dasharray=\"6 4\"");
        Text(svg, Right + 10, Y(Promise) + 4, "start", "the promise: 1");
        foreach (var (curve, number) in cells.GroupBy(cell => cell.Set).Select((curve, number) => (curve, number)))
        {
            Curve(svg, [.. curve.OrderBy(cell => cell.Learnt)], Colors[number % Colors.Length], number);
        }

        return svg.Append("</svg>\n").ToString();

        double X(double size) => Left + ((Right - Left) * Math.Log(size / least) / Math.Log(most / least));

        void Curve(StringBuilder to, CalibrationCell[] curve, string color, int number)
        {
            var points = curve.Select(cell => FormattableString.Invariant($"{X(cell.Learnt):0.0},{Y(cell.FalsePerThousand):0.0}"));
            to.Append(CultureInfo.InvariantCulture, $"<polyline fill=\"none\" stroke=\"{color}\" stroke-width=\"2\" points=\"{string.Join(' ', points)}\"/>\n");
            foreach (var cell in curve)
            {
                var (low, high) = cell.Bounds;
                Line(to, X(cell.Learnt), Y(low), X(cell.Learnt), Y(high), color, "");
                to.Append(CultureInfo.InvariantCulture, $"<circle cx=\"{X(cell.Learnt):0.0}\" cy=\"{Y(cell.FalsePerThousand):0.0}\" r=\"4\" fill=\"{color}\"/>\n");
            }

            to.Append(CultureInfo.InvariantCulture, $"<rect x=\"{Right + 10}\" y=\"{Top + (number * 22)}\" width=\"14\" height=\"4\" fill=\"{color}\"/>\n");
            Text(to, Right + 30, Top + (number * 22) + 7, "start", curve[0].Set);
        }
    }

    private static double Y(double rate) => Bottom - ((Bottom - Top) * Math.Log(Math.Clamp(rate, LowestRate, HighestRate) / LowestRate) / Math.Log(HighestRate / LowestRate));

    private static void Line(StringBuilder svg, double x1, double y1, double x2, double y2, string color, string more) =>
        svg.Append(CultureInfo.InvariantCulture, $"<line x1=\"{x1:0.0}\" y1=\"{y1:0.0}\" x2=\"{x2:0.0}\" y2=\"{y2:0.0}\" stroke=\"{color}\"{more}/>\n");

    private static void Text(StringBuilder svg, double x, double y, string anchor, string text) =>
        svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{x:0.0}\" y=\"{y:0.0}\" text-anchor=\"{anchor}\">{WebUtility.HtmlEncode(text)}</text>\n");
}
