using System.Globalization;
using System.Text;

namespace LogGuard.Workflows;

/// <summary>Writes a workflow in DOT, for Graphviz.</summary>
internal static class DotWriter
{
    public static string Write(Workflow workflow, WorkflowPath? path)
    {
        var graph = new WorkflowGraph(workflow, path);
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"digraph \"{PictureText.Dot(PictureText.Shorten(workflow.Name, 120))}\" {{\n");
        text.Append("  node [shape=box, style=\"rounded,filled\", fillcolor=white, fontname=\"sans-serif\", fontsize=11];\n");
        text.Append("  edge [fontname=\"sans-serif\", fontsize=10];\n");
        WriteGroup(-1, 1);
        foreach (var edge in graph.Edges)
        {
            var style = edge.IsBroken ? ", color=\"#dc2626\", fontcolor=\"#dc2626\", style=dashed" : edge.IsBack ? ", style=dashed, constraint=false" : "";
            text.Append(CultureInfo.InvariantCulture, $"  n{edge.From} -> n{edge.To} [label=\"{PictureText.Dot(edge.Label)}\"{style}];\n");
        }

        return text.Append("}\n").ToString();

        void WriteGroup(int group, int depth)
        {
            var indent = new string(' ', 2 * depth);
            foreach (var node in graph.Nodes.Where(node => node.Group == group))
            {
                var label = PictureText.Dot(node.Label);
                text.Append(CultureInfo.InvariantCulture, $"{indent}n{node.Id} [label=\"{label}\"{Style(node)}];\n");
            }

            for (var inner = 0; inner < graph.Groups.Count; inner++)
            {
                if (graph.Groups[inner] == group)
                {
                    text.Append(CultureInfo.InvariantCulture, $"{indent}subgraph cluster_{inner} {{\n{indent}  label=\"in any order\"; style=\"rounded,dashed\"; fontname=\"sans-serif\"; fontsize=10;\n");
                    WriteGroup(inner, depth + 1);
                    text.Append(indent).Append("}\n");
                }
            }
        }
    }

    private static string Style(GraphNode node) => node switch
    {
        { Shape: GraphNodeShape.Start } => ", shape=circle, width=0.2, fillcolor=black",
        { Shape: GraphNodeShape.End } => ", shape=doublecircle, width=0.15, fillcolor=black",
        { Shape: GraphNodeShape.Decision } => ", shape=diamond, width=0.25, height=0.25, style=filled",
        { Shape: GraphNodeShape.Merge } => ", shape=point",
        { Shape: GraphNodeShape.Bar } => ", shape=box, style=filled, width=1.5, height=0.05, fixedsize=true, fillcolor=\"#64748b\", color=\"#64748b\"",
        { Shape: GraphNodeShape.Foreign } or { Mark: GraphMark.Broken } => ", fillcolor=\"#fee2e2\", color=\"#dc2626\", penwidth=2",
        { Mark: GraphMark.Done } => ", fillcolor=\"#dcfce7\", color=\"#16a34a\"",
        { Mark: GraphMark.Skipped } => ", fillcolor=\"#ffedd5\", color=\"#ea580c\", style=\"rounded,filled,dashed\"",
        _ => "",
    };
}
