namespace LogGuard.Workflows;

/// <summary>
/// Lays out a workflow's tree from the top down: a sequence as a column, branches and concurrent groups as rows between a
/// split and a join, loops with a line back on the right, optional parts with a bypass on the left.
/// </summary>
internal sealed class SvgLayout(Workflow workflow, WorkflowPath? path)
{
    private const double BoxWidth = 216, LineHeight = 15, Gap = 40, ColumnGap = 22, Padding = 16, Branch = 44;
    private const int TextLines = 2, RowLimit = 4;

    private int _nextNode;

    public SvgBlock Lay() => Lay(workflow.Root, workflow.SessionCount);

    // Passing: sessions that reach the node; not all of them take an optional node.
    private SvgBlock Lay(WorkflowNode node, long passing)
    {
        var id = _nextNode++;
        return node.Kind switch
        {
            WorkflowNodeKind.Step => Step(node, id, "", isOptional: false),
            WorkflowNodeKind.Sequence => Sequence(node),
            WorkflowNodeKind.Choice => Choice(node),
            WorkflowNodeKind.Concurrent => Concurrent(node),
            WorkflowNodeKind.Loop => Loop(node, isOptional: false),
            _ => Optional(node, passing),
        };
    }

    // A repeated box has a shadow behind it and its count on a corner.
    private SvgBlock Step(WorkflowNode node, int id, string times, bool isOptional, int least = 1)
    {
        var lines = PictureText.Wrap(node.Template ?? "", BoxWidth - 16, TextLines);
        var height = 18 + (lines.Count * LineHeight);
        var mark = WorkflowGraph.MarkOf(path, id);
        var done = path?.Done.GetValueOrDefault(id) ?? 0;
        var style = "step" + (isOptional ? " optional" : "") + (mark == GraphMark.None ? "" : $" {mark.ToString().ToLowerInvariant()}");
        return new SvgBlock(BoxWidth / 2, BoxWidth / 2, height, (canvas, x, y) =>
        {
            canvas.Open(node.Template ?? "");
            if (times.Length > 0)
            {
                canvas.Box(x - (BoxWidth / 2) + 5, y + 4, BoxWidth, height, "shadow");
            }

            canvas.Box(x - (BoxWidth / 2), y, BoxWidth, height, style);
            for (var i = 0; i < lines.Count; i++)
            {
                canvas.Label(x, y + 9 + (LineHeight * (i + 0.78)), lines[i], "text");
            }

            if (times.Length > 0)
            {
                var width = 14 + (6.5 * times.Length);
                canvas.Box(x + (BoxWidth / 2) - width + 8, y - 9, width, 18, "badge", 9);
                canvas.Label(x + (BoxWidth / 2) - (width / 2) + 8, y + 4, times, "badgetext");
            }

            if (mark == GraphMark.Skipped)
            {
                // A skipped step that happened after all is late.
                var tag = done >= least ? "late" : done > 0 ? FormattableString.Invariant($"only {done}×") : "skipped";
                canvas.Box(x - (BoxWidth / 2) - 6, y - 9, 58, 18, "skippedtag", 9);
                canvas.Label(x - (BoxWidth / 2) + 23, y + 4, tag, "tagtext");
            }

            canvas.Close();
            canvas.Steps[id] = (x - (BoxWidth / 2), y, BoxWidth, height);
        });
    }

    private SvgBlock Sequence(WorkflowNode node)
    {
        var blocks = node.Children.Select(child => (Block: Lay(child, node.SessionCount), Label: EntryOf(child, node))).ToArray();
        var height = blocks.Sum(item => item.Block.Height) + (Gap * (blocks.Length - 1));
        return new SvgBlock(blocks.Max(item => item.Block.Left), blocks.Max(item => item.Block.Right), height, (canvas, x, y) =>
        {
            for (var i = 0; i < blocks.Length; i++)
            {
                if (i > 0)
                {
                    canvas.Line("edge", true, (x, y), (x, y + Gap));
                    canvas.EdgeLabel(x + 8, y + (Gap / 2) + 4, blocks[i].Label);
                    y += Gap;
                }

                blocks[i].Block.Draw(canvas, x, y);
                y += blocks[i].Block.Height;
            }
        });
    }

    private SvgBlock Choice(WorkflowNode node)
    {
        var blocks = node.Children.Select(child => (Block: Lay(child, node.SessionCount), Label: EntryOf(child, node))).ToArray();
        var width = blocks.Sum(item => item.Block.Width) + (ColumnGap * (blocks.Length - 1));
        var tallest = blocks.Max(item => item.Block.Height);
        const double Split = 10;
        return new SvgBlock(width / 2, width / 2, tallest + (2 * (Branch + Split)), (canvas, x, y) =>
        {
            var (top, bottom) = (y + Split, y + tallest + (2 * Branch) + Split);
            var left = x - (width / 2);
            foreach (var (block, label) in blocks)
            {
                var center = left + block.Left;
                canvas.Line("edge", true, (x, top), (center, top), (center, top + Branch));
                canvas.EdgeLabel(center + 8, top + (Branch / 2) + 8, label);
                canvas.Line("edge", false, (center, top + Branch + block.Height), (center, bottom), (x, bottom));
                block.Draw(canvas, center, top + Branch);
                left += block.Width + ColumnGap;
            }

            canvas.Diamond(x, top, Split, "split");
            canvas.Circle(x, bottom, 4, "join");
            canvas.Line("edge", false, (x, bottom), (x, bottom + Split));
        });
    }

    private SvgBlock Concurrent(WorkflowNode node)
    {
        var blocks = node.Children.Select(child => (Block: Lay(child, node.SessionCount), Label: EntryOf(child, node))).ToArray();

        // A long row would be wider than a screen: its children stand in several rows without lines of their own.
        var isGrid = blocks.Length > RowLimit;
        var rows = blocks.Chunk(isGrid ? Math.Min(RowLimit, (int)Math.Ceiling(Math.Sqrt(blocks.Length))) : RowLimit).ToArray();
        var widths = rows.Select(row => row.Sum(item => item.Block.Width) + (ColumnGap * (row.Length - 1))).ToArray();
        var heights = rows.Select(row => row.Max(item => item.Block.Height)).ToArray();
        var inner = widths.Max();
        var (width, line) = (inner + (2 * Padding), isGrid ? 30.0 : 34.0);
        var height = 22 + heights.Sum() + (line * (rows.Length + 1)) + 12;
        return new SvgBlock(width / 2, width / 2, height, (canvas, x, y) =>
        {
            canvas.Group(x - (width / 2), y, width, height);
            canvas.Label(x - (width / 2) + 12, y + 15, "in any order", "caption");
            canvas.Line("edge", false, (x, y), (x, y + 22));
            var (top, bottom) = (y + 22, y + height - 12);
            canvas.Box(x - (inner / 2), top - 2, inner, 4, "bar", 2);
            canvas.Box(x - (inner / 2), bottom - 2, inner, 4, "bar", 2);
            canvas.Line("edge", false, (x, bottom), (x, y + height));
            var rowTop = top + line;
            for (var row = 0; row < rows.Length; row++)
            {
                var left = x - (widths[row] / 2);
                foreach (var (block, label) in rows[row])
                {
                    var center = left + block.Left;
                    if (!isGrid)
                    {
                        canvas.Line("edge", true, (center, top + 2), (center, rowTop));
                        canvas.Line("edge", false, (center, rowTop + block.Height), (center, bottom));
                    }

                    canvas.EdgeLabel(center + (isGrid ? -60 : 8), rowTop - (isGrid ? 6 : 13), label);
                    block.Draw(canvas, center, rowTop);
                    left += block.Width + ColumnGap;
                }

                rowTop += heights[row] + line;
            }
        });
    }

    private SvgBlock Loop(WorkflowNode node, bool isOptional)
    {
        var child = node.Children[0];
        if (child.Kind == WorkflowNodeKind.Step)
        {
            return Step(child, _nextNode++, PictureText.Times(node), isOptional, node.Minimum);
        }

        var body = Lay(child, node.SessionCount);
        var times = PictureText.Times(node);
        return new SvgBlock(body.Left, body.Right + 30 + (6.5 * times.Length), body.Height + 24, (canvas, x, y) =>
        {
            var side = x + body.Right + 14;
            canvas.Line("edge", false, (x, y), (x, y + 12));
            canvas.Line("edge", false, (x, y + 12 + body.Height), (x, y + 24 + body.Height));
            canvas.Line("edge back", true, (x, y + 18 + body.Height), (side, y + 18 + body.Height), (side, y + 6), (x + 1, y + 6));
            canvas.EdgeLabel(side + 6, y + 16 + (body.Height / 2), times);
            body.Draw(canvas, x, y + 12);
        });
    }

    private SvgBlock Optional(WorkflowNode node, long passing)
    {
        var child = node.Children[0];
        if (child.Kind == WorkflowNodeKind.Step)
        {
            return Step(child, _nextNode++, "", isOptional: true);
        }

        if (child.Kind == WorkflowNodeKind.Loop && child.Children[0].Kind == WorkflowNodeKind.Step)
        {
            _nextNode++;
            return Loop(child, isOptional: true);
        }

        var body = Lay(child, node.SessionCount);
        var (taken, past) = (PictureText.Entry(workflow, node, passing), PictureText.Past(workflow, node, passing));
        const double Split = 8;
        return new SvgBlock(body.Left + 26 + (6 * past.Length), body.Right, body.Height + (2 * Split) + Gap + 16, (canvas, x, y) =>
        {
            var side = x - body.Left - 18;
            var (top, bottom) = (y + Split, y + (2 * Split) + Gap + body.Height + 8);
            canvas.Line("edge", true, (x, top), (x, top + Split + Gap));
            canvas.EdgeLabel(x + 8, top + Split + (Gap / 2) + 2, taken);
            canvas.Line("edge", false, (x, top + Split + Gap + body.Height), (x, bottom + 8));
            canvas.Line("edge past", true, (x, top), (side, top), (side, bottom), (x - 4, bottom));
            canvas.EdgeLabel(side - 6 - (5.6 * past.Length), (top + bottom) / 2, past);
            canvas.Diamond(x, top, Split, "split");
            canvas.Circle(x, bottom, 4, "join");
            body.Draw(canvas, x, top + Split + Gap);
        });
    }

    // An optional part that is drawn with a bypass has its share there.
    private string EntryOf(WorkflowNode child, WorkflowNode parent) =>
        child.Kind == WorkflowNodeKind.Optional && !IsSimple(child.Children[0]) ? "" : PictureText.Entry(workflow, child, parent.SessionCount);

    private static bool IsSimple(WorkflowNode node) =>
        node.Kind == WorkflowNodeKind.Step || (node.Kind == WorkflowNodeKind.Loop && node.Children[0].Kind == WorkflowNodeKind.Step);

}
