using System.Globalization;
using System.Text;

namespace LogGuard.Workflows;

/// <summary>Writes a workflow as a Mermaid flow chart.</summary>
internal static class MermaidWriter
{
    public static string Write(Workflow workflow, WorkflowPath? path)
    {
        var graph = new WorkflowGraph(workflow, path);
        var text = new StringBuilder("flowchart TD\n");
        WriteGroup(-1, 1);
        foreach (var edge in graph.Edges)
        {
            var arrow = edge.IsBack || edge.IsBroken ? "-.->" : "-->";
            var label = edge.Label.Length == 0 ? "" : $"|\"{PictureText.Mermaid(edge.Label)}\"|";
            text.Append(CultureInfo.InvariantCulture, $"  n{edge.From} {arrow}{label} n{edge.To}\n");
        }

        text.Append("  classDef bar fill:#64748b,stroke:#64748b,color:#64748b\n");
        text.Append("  classDef done fill:#dcfce7,stroke:#16a34a,color:#14532d\n");
        text.Append("  classDef skipped fill:#ffedd5,stroke:#ea580c,color:#7c2d12,stroke-dasharray:5 3\n");
        text.Append("  classDef broken fill:#fee2e2,stroke:#dc2626,color:#7f1d1d,stroke-width:2px\n");
        return text.ToString();

        void WriteGroup(int group, int depth)
        {
            var indent = new string(' ', 2 * depth);
            foreach (var node in graph.Nodes.Where(node => node.Group == group))
            {
                var label = PictureText.Mermaid(node.Label);
                var shape = node.Shape switch
                {
                    GraphNodeShape.Start => "((\"start\"))",
                    GraphNodeShape.End => "(((\"end\")))",
                    GraphNodeShape.Decision => "{\" \"}",
                    GraphNodeShape.Merge => "((\" \"))",
                    GraphNodeShape.Bar => "[\"and\"]",
                    _ => $"[\"{label}\"]",
                };
                var style = node.Shape == GraphNodeShape.Foreign ? ":::broken" : node.Shape == GraphNodeShape.Bar ? ":::bar"
                    : node.Mark == GraphMark.None ? "" : node.Mark == GraphMark.Done ? ":::done" : node.Mark == GraphMark.Skipped ? ":::skipped" : ":::broken";
                text.Append(CultureInfo.InvariantCulture, $"{indent}n{node.Id}{shape}{style}\n");
            }

            for (var inner = 0; inner < graph.Groups.Count; inner++)
            {
                if (graph.Groups[inner] == group)
                {
                    text.Append(CultureInfo.InvariantCulture, $"{indent}subgraph g{inner} [\"in any order\"]\n");
                    WriteGroup(inner, depth + 1);
                    text.Append(indent).Append("end\n");
                }
            }
        }
    }
}
