using System.Globalization;
using System.Text;

namespace LogGuard.Workflows;

/// <summary>Writes a workflow as a self-contained SVG; the deviations of an anomalous session stand in a separate column.</summary>
internal static class SvgWriter
{
    private const double Margin = 24, Lead = 34, NoteWidth = 232, TitleHeight = 46;

    private const string Style = """
        <style>
        svg{--ground:#ffffff;--ink:#1e293b;--soft:#64748b;--box:#f8fafc;--rim:#94a3b8;--group:#f1f5f9;--badge:#334155;--done:#dcfce7;--doneline:#16a34a;--skip:#ffedd5;--skipline:#ea580c;--bad:#fee2e2;--badline:#dc2626}
        @media (prefers-color-scheme:dark){svg{--ground:#0d1117;--ink:#e2e8f0;--soft:#94a3b8;--box:#1e293b;--rim:#64748b;--group:#151d2b;--badge:#cbd5e1;--done:#14532d;--doneline:#4ade80;--skip:#7c2d12;--skipline:#fb923c;--bad:#7f1d1d;--badline:#f87171}}
        text{font:12px system-ui,-apple-system,"Segoe UI",Roboto,"DejaVu Sans",sans-serif;fill:#1e293b;fill:var(--ink)}
        .ground{fill:#ffffff;fill:var(--ground)}
        .title{font-size:15px;font-weight:600}
        .text,.badgetext,.tagtext{text-anchor:middle}
        .caption,.edgelabel,.subtitle{font-size:11px;fill:#64748b;fill:var(--soft)}
        .edgelabel{paint-order:stroke;stroke:#ffffff;stroke:var(--ground);stroke-width:3px}
        .step{fill:#f8fafc;fill:var(--box);stroke:#94a3b8;stroke:var(--rim);stroke-width:1.2}
        .shadow{fill:#f8fafc;fill:var(--box);stroke:#94a3b8;stroke:var(--rim);stroke-width:1}
        .optional{stroke-dasharray:5 3}
        .group{fill:#f1f5f9;fill:var(--group);stroke:#94a3b8;stroke:var(--rim);stroke-width:1;stroke-dasharray:2 3}
        .bar,.join,.dot{fill:#64748b;fill:var(--soft)}
        .ring{fill:none;stroke:#64748b;stroke:var(--soft);stroke-width:1.5}
        .split{fill:#f8fafc;fill:var(--box);stroke:#64748b;stroke:var(--soft);stroke-width:1.2}
        .badge{fill:#334155;fill:var(--badge)}
        .badgetext{font-size:11px;font-weight:600;fill:#ffffff;fill:var(--ground)}
        .edge{fill:none;stroke:#64748b;stroke:var(--soft);stroke-width:1.3}
        .back,.past{stroke-dasharray:5 3}
        .head{fill:#64748b;fill:var(--soft);stroke:none}
        .done{fill:#dcfce7;fill:var(--done);stroke:#16a34a;stroke:var(--doneline);stroke-width:1.8}
        .skipped{fill:#ffedd5;fill:var(--skip);stroke:#ea580c;stroke:var(--skipline);stroke-width:2;stroke-dasharray:5 3}
        .broken,.note{fill:#fee2e2;fill:var(--bad);stroke:#dc2626;stroke:var(--badline);stroke-width:2}
        .skippedtag{fill:#ea580c;fill:var(--skipline)}
        .tagtext{font-size:11px;font-weight:600;fill:#ffffff;fill:var(--ground)}
        .noteline{fill:none;stroke:#dc2626;stroke:var(--badline);stroke-width:1.6}
        .head.noteline{fill:#dc2626;fill:var(--badline);stroke:none}
        .notetext{font-size:11px}
        .notehead{font-size:11px;font-weight:600}
        </style>
        """;

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
        svg.Append(CultureInfo.InvariantCulture, $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width:0} {height:0}\" width=\"{width:0}\" height=\"{height:0}\" role=\"img\">\n");
        svg.Append("<title>").Append(PictureText.Xml(workflow.Name)).Append("</title>\n");
        svg.Append(Style).Append('\n');
        svg.Append("<rect width=\"100%\" height=\"100%\" class=\"ground\"/>\n");
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
