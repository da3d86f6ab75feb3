namespace LogGuard.Cli.Flows;

/// <summary>Writes a difference of flows as Markdown, such as for a comment on a change.</summary>
internal static class FlowDiffMarkdown
{
    public static void Write(TextWriter output, FlowDiff diff)
    {
        output.WriteLine($"# Flows: {diff.Before} → {diff.After}");
        foreach (var flow in diff.Flows)
        {
            output.WriteLine();
            output.WriteLine($"## {Escape(flow.Name)}");
            output.WriteLine();
            output.WriteLine(FormattableString.Invariant($"{flow.SessionsBefore:N0} sessions before, {flow.SessionsAfter:N0} after. {(flow.Changes.Count == 0 ? "No difference." : "")}").TrimEnd());
            if (flow.Changes.Count == 0)
            {
                continue;
            }

            output.WriteLine();
            output.WriteLine("| change | step | |");
            output.WriteLine("| --- | --- | --- |");
            foreach (var change in flow.Changes)
            {
                output.WriteLine($"| {change.Kind.ToString().ToLowerInvariant()} | {Escape(change.Template)} | {Escape(change.Detail)} |");
            }
        }
    }

    // Texts of the log must not become markup of the page.
    private static string Escape(string text)
    {
        var escaped = new System.Text.StringBuilder();
        foreach (var character in text)
        {
            _ = character switch
            {
                '|' or '*' or '_' or '`' or '[' or ']' or '<' or '>' or '\\' or '#' or '!' => escaped.Append('\\').Append(character),
                '\n' or '\r' => escaped.Append(' '),
                _ => escaped.Append(character),
            };
        }

        return escaped.ToString();
    }
}
