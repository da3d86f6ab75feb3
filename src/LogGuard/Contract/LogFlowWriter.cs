using System.Globalization;
using System.Text;
using LogGuard.Primitives;
using LogGuard.Workflows;

namespace LogGuard;

/// <summary>Writes flows as Markdown. <see cref="LogFlowReader"/> reads it.</summary>
internal static class LogFlowWriter
{
    internal const string Title = "# Flows";
    internal const string WorkflowTitle = "## Workflow";
    internal const string FlowTitle = "### Flow";
    internal const string OutsideTitle = "## Outside sessions";
    internal const string NeverRunTitle = "## Never run";
    internal const string Group = "repeated";
    internal const string Warning = " (warning)";

    public static string Write(LogFlows flows)
    {
        var text = new StringBuilder($"{Title}\n\nThe orders of log lines in the sessions of a run, as LogGuard recorded them. ×2..5 is how often a step came in a row; the place of a warning is not judged.\n");
        foreach (var workflow in flows.Flows.GroupBy(flow => flow.First, StringComparer.Ordinal))
        {
            text.Append(CultureInfo.InvariantCulture, $"\n{WorkflowTitle} {LogFlowText.Quote(workflow.Key)}\n\n```mermaid\n");
            Draw(text, workflow);
            text.Append("```\n");
            foreach (var flow in workflow)
            {
                text.Append(CultureInfo.InvariantCulture, $"\n{FlowTitle}\n\n");
                Write(text, flow.Steps, 0);
            }
        }

        WriteList(text, OutsideTitle, flows.OutsideSessions.Count == 0 ? null : flows.OutsideSessions);
        WriteList(text, NeverRunTitle, flows.NeverRun);
        return text.ToString();
    }

    // Each step has the number 1, which Markdown counts on from, so that a new step changes no other line.
    private static void Write(StringBuilder text, IEnumerable<LogFlowStep> steps, int depth)
    {
        foreach (var step in steps)
        {
            var count = (step.Least, step.Most) switch
            {
                (1, 1) => "",
                var (least, most) when least == most => $" ×{least}",
                var (least, most) => $" ×{least}..{most}",
            };
            text.Append(' ', 3 * depth).Append("1. ").Append(step.Template is { } template ? LogFlowText.Quote(template) + count + (step.IsWarning ? Warning : "") : $"{Group}{count}:").Append('\n');
            Write(text, step.Steps, depth + 1);
        }
    }

    private static void WriteList(StringBuilder text, string title, IReadOnlyList<string>? templates)
    {
        if (templates is null)
        {
            return;
        }

        text.Append(CultureInfo.InvariantCulture, $"\n{title}\n\n");
        foreach (var template in templates)
        {
            text.Append(CultureInfo.InvariantCulture, $"- {LogFlowText.Quote(template)}\n");
        }
    }

    // Which line came directly after which. A node is named by the hash of its template, so that a new step changes no other line.
    private static void Draw(StringBuilder text, IEnumerable<LogFlow> flows)
    {
        var nodes = new SortedSet<string>(StringComparer.Ordinal);
        var edges = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var flow in flows)
        {
            var before = "start";
            foreach (var template in flow.Unfold())
            {
                var node = $"n{StableHash.Of(template):x16}"[..9];
                nodes.Add($"  {node}[\"{PictureText.Mermaid(template)}\"]");
                edges.Add($"  {before} --> {node}");
                before = node;
            }

            edges.Add($"  {before} --> finish");
        }

        text.Append("flowchart TD\n  start((\"start\"))\n  finish(((\"end\")))\n");
        foreach (var line in nodes.Concat(edges))
        {
            text.Append(line).Append('\n');
        }
    }
}
