using System.Globalization;
using System.Text;

namespace LogGuard.Workflows;

/// <summary>Writes a workflow as a self-contained SVG; the deviations of an anomalous session stand in a separate column.</summary>
internal static class SvgWriter
{
    private const double Margin = 24, Lead = 34, NoteWidth = 232, TitleHeight = 46;

    public static string Write(Workflow workflow, WorkflowPath? path)
    {
        var block = new SvgLayout(workflow, path).Lay();
        var canvas = new SvgCanvas();
        var hasNotes = path is { Deviations.Count: > 0 };
        var title = PictureText.Shorten(workflow.Name, 80);
        var subtitle = string.Create(CultureInfo.InvariantCulture, $"{workflow.SessionCount:N0} sessions · % of sessions{(workflow.GetNodes().Any(node => node.Elapsed is not null) ? ", usual time since the step before" : "")}");
        var textWidth = Math.Max(PictureText.Width(title) * 1.4, PictureText.Width(subtitle));
        var (left, top) = (Margin + block.Left, Margin + TitleHeight);
        var right = Margin + block.Width;
        canvas.Label(Margin, Margin + 12, title, "title");
        canvas.Label(Margin, Margin + 30, subtitle, "subtitle");
        canvas.Circle(left, top + 6, 6, "dot");
        canvas.Line("edge", true, (left, top + 12), (left, top + 12 + Lead));
        block.Draw(canvas, left, top + 12 + Lead);
        var end = top + 12 + Lead + block.Height;
        canvas.Line("edge", true, (left, end), (left, end + Lead));
        canvas.Circle(left, end + Lead + 9, 9, "ring");
        canvas.Circle(left, end + Lead + 9, 5, "dot");
        var bottom = end + Lead + 18;
        if (hasNotes)
        {
            bottom = Math.Max(bottom, DrawNotes(canvas, path!, right + 46, left, top + 6));
            right += 46 + NoteWidth;
        }

        var (width, height) = (Math.Max(right, Margin + textWidth) + Margin, bottom + Margin);
        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture, $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width:0} {height:0}\" width=\"{width:0}\" height=\"{height:0}\" role=\"img\" {SvgStyles.Root}>\n");
        svg.Append("<title>").Append(PictureText.Xml(workflow.Name)).Append("</title>\n");
        svg.Append(CultureInfo.InvariantCulture, $"<rect width=\"100%\" height=\"100%\"{SvgStyles.Of("ground")}/>\n");
        return svg.Append(canvas).Append("</svg>\n").ToString();
    }

    // Each deviation stands beside the step before it, below the previous deviation.
    private static double DrawNotes(SvgCanvas canvas, WorkflowPath path, double x, double startX, double startY)
    {
        var next = 0.0;
        foreach (var alike in Alike(path.Deviations))
        {
            var deviation = alike[0];
            var lines = PictureText.Wrap(deviation.Template, NoteWidth - 20, 2);
            var height = 24 + (lines.Count * 14) + 6;
            var (stepX, stepY, width, stepHeight) = canvas.Steps.GetValueOrDefault(deviation.AfterStep, (startX - 6, startY, 12, 0));
            var from = (X: stepX + width, Y: stepY + (stepHeight / 2));
            var y = Math.Max(next, from.Y - (height / 2));
            canvas.Line("noteline", true, (from.X, from.Y), (x - 22, from.Y), (x - 22, y + (height / 2)), (x, y + (height / 2)));
            canvas.Open(deviation.Template);
            canvas.Box(x, y, NoteWidth, height, "note");
            var which = alike.Count == 1
                ? string.Create(CultureInfo.InvariantCulture, $"event {deviation.Position}")
                : string.Create(CultureInfo.InvariantCulture, $"events {deviation.Position}–{alike[^1].Position}");
            canvas.Label(x + 10, y + 17, $"{which} {PictureText.Deviation(deviation)}", "notehead");
            for (var i = 0; i < lines.Count; i++)
            {
                canvas.Label(x + 10, y + 33 + (14 * i), lines[i], "notetext");
            }

            canvas.Close();
            next = y + height + 10;
        }

        return next;
    }

    // Consecutive equal deviations are drawn once.
    private static List<List<WorkflowPathDeviation>> Alike(IReadOnlyList<WorkflowPathDeviation> deviations)
    {
        var runs = new List<List<WorkflowPathDeviation>>();
        foreach (var deviation in deviations)
        {
            if (runs.Count > 0 && runs[^1][^1] is var last && last with { Position = deviation.Position } == deviation && last.Position + 1 == deviation.Position)
            {
                runs[^1].Add(deviation);
            }
            else
            {
                runs.Add([deviation]);
            }
        }

        return runs;
    }
}
