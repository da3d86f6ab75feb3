using System.Globalization;
using System.Text;

namespace LogGuard.Workflows;

/// <summary>Collects the elements of an SVG in three layers, from the back: groups, lines, boxes and text.</summary>
internal sealed class SvgCanvas
{
    private readonly StringBuilder _groups = new();
    private readonly StringBuilder _lines = new();
    private readonly StringBuilder _boxes = new();

    /// <summary>The position of each step, by its id.</summary>
    public Dictionary<int, (double X, double Y, double Width, double Height)> Steps { get; } = [];

    public override string ToString() => $"{_groups}{_lines}{_boxes}";

    /// <summary>Draws a box in the back layer.</summary>
    public void Group(double x, double y, double width, double height) =>
        Add(_groups, $"<rect x=\"{x:0.#}\" y=\"{y:0.#}\" width=\"{width:0.#}\" height=\"{height:0.#}\" rx=\"12\"{SvgStyles.Of("group")}/>");

    public void Box(double x, double y, double width, double height, string style, double radius = 7) =>
        Add(_boxes, $"<rect x=\"{x:0.#}\" y=\"{y:0.#}\" width=\"{width:0.#}\" height=\"{height:0.#}\" rx=\"{radius:0.#}\"{SvgStyles.Of(style)}/>");

    public void Circle(double x, double y, double radius, string style) =>
        Add(_boxes, $"<circle cx=\"{x:0.#}\" cy=\"{y:0.#}\" r=\"{radius:0.#}\"{SvgStyles.Of(style)}/>");

    public void Diamond(double x, double y, double radius, string style) =>
        Add(_boxes, $"<path d=\"M{x:0.#} {y - radius:0.#}L{x + radius:0.#} {y:0.#}L{x:0.#} {y + radius:0.#}L{x - radius:0.#} {y:0.#}Z\"{SvgStyles.Of(style)}/>");

    public void Label(double x, double y, string text, string style) =>
        Add(_boxes, $"<text x=\"{x:0.#}\" y=\"{y:0.#}\"{SvgStyles.Of(style)}>{PictureText.Xml(text)}</text>");

    /// <summary>Draws a label on a line, with an outline in the background colour that keeps it readable.</summary>
    public void EdgeLabel(double x, double y, string text, string style = "edgelabel")
    {
        if (text.Length > 0)
        {
            Label(x, y, text, style);
        }
    }

    /// <summary>Draws a line through points, with rounded corners and an optional arrow head.</summary>
    public void Line(string style, bool hasArrow, params ReadOnlySpan<(double X, double Y)> points)
    {
        var path = new StringBuilder();
        path.Append(CultureInfo.InvariantCulture, $"M{points[0].X:0.#} {points[0].Y:0.#}");
        for (var i = 1; i < points.Length; i++)
        {
            var (x, y) = points[i];
            if (i == points.Length - 1)
            {
                path.Append(CultureInfo.InvariantCulture, $"L{x:0.#} {y:0.#}");
                continue;
            }

            var before = Toward(points[i], points[i - 1]);
            var after = Toward(points[i], points[i + 1]);
            path.Append(CultureInfo.InvariantCulture, $"L{before.X:0.#} {before.Y:0.#}Q{x:0.#} {y:0.#} {after.X:0.#} {after.Y:0.#}");
        }

        Add(_lines, $"<path d=\"{path}\"{SvgStyles.Of(style)}/>");
        if (hasArrow)
        {
            Arrow(points[^2], points[^1], style);
        }
    }

    public void Open(string title) => Add(_boxes, $"<g><title>{PictureText.Xml(title)}</title>");

    public void Close() => Add(_boxes, $"</g>");

    // Drawn instead of an SVG marker: it takes the colour of its line in every viewer.
    private void Arrow((double X, double Y) from, (double X, double Y) to, string style)
    {
        var length = Math.Max(0.001, Math.Sqrt(Math.Pow(to.X - from.X, 2) + Math.Pow(to.Y - from.Y, 2)));
        var (dx, dy) = ((to.X - from.X) / length, (to.Y - from.Y) / length);
        var (bx, by) = (to.X - (7 * dx), to.Y - (7 * dy));
        Add(_lines, $"<path d=\"M{to.X:0.#} {to.Y:0.#}L{bx - (3.5 * dy):0.#} {by + (3.5 * dx):0.#}L{bx + (3.5 * dy):0.#} {by - (3.5 * dx):0.#}Z\"{SvgStyles.Of("head " + style)}/>");
    }

    private static (double X, double Y) Toward((double X, double Y) corner, (double X, double Y) other)
    {
        var length = Math.Max(0.001, Math.Sqrt(Math.Pow(other.X - corner.X, 2) + Math.Pow(other.Y - corner.Y, 2)));
        var radius = Math.Min(8, length / 2);
        return (corner.X + ((other.X - corner.X) / length * radius), corner.Y + ((other.Y - corner.Y) / length * radius));
    }

    private static void Add(StringBuilder layer, FormattableString element) => layer.Append(element.ToString(CultureInfo.InvariantCulture)).Append('\n');
}
