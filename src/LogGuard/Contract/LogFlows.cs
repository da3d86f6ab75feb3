namespace LogGuard;

/// <summary>
/// The flows of a run, usually of a test suite, as a text that people review and commit. A detector starts from it, see
/// <see cref="TrainingOptions.WarmStart"/>. Immutable.
/// </summary>
/// <example>
/// <code>
/// var flows = LogFlows.Parse(File.ReadAllText("flows.approved.md"));
/// Console.WriteLine($"{flows.Flows.Count} flows");
/// </code>
/// </example>
public sealed class LogFlows
{
    internal LogFlows(IReadOnlyList<LogFlow> flows, IReadOnlyList<string> outsideSessions, IReadOnlyList<string>? neverRun) =>
        (Flows, OutsideSessions, NeverRun) = (flows, outsideSessions, neverRun);

    /// <summary>The flows, in the order of their texts; those with the same first line are one workflow.</summary>
    public IReadOnlyList<LogFlow> Flows { get; }

    /// <summary>The templates of lines without a session that no flow has, in the order of their texts.</summary>
    public IReadOnlyList<string> OutsideSessions { get; }

    /// <summary>The templates that the build has and the run never came to, in the order of their texts; null if the build was not read.</summary>
    public IReadOnlyList<string>? NeverRun { get; }

    /// <summary>The templates that were run, each once.</summary>
    internal IEnumerable<string> Run => Flows.SelectMany(flow => flow.Unfold()).Concat(OutsideSessions).Distinct(StringComparer.Ordinal);

    /// <summary>Makes the flows of sessions. Equal sessions, and those that differ in the number of repetitions only, are one flow.</summary>
    /// <param name="sessions">The sessions, each with the templates of its lines in order; empty ones are left out.</param>
    /// <param name="outsideSessions">The templates of lines without a session; null for none.</param>
    /// <param name="warnings">The templates of lines that came at level Warning or above; null for none.</param>
    public static LogFlows Of(IEnumerable<IReadOnlyList<string>> sessions, IEnumerable<string>? outsideSessions = null, IEnumerable<string>? warnings = null)
    {
        ArgumentNullException.ThrowIfNull(sessions);
        var flows = LogFlowFolder.Fold(sessions, (warnings ?? []).ToHashSet(StringComparer.Ordinal));
        var run = flows.SelectMany(flow => flow.Unfold()).ToHashSet(StringComparer.Ordinal);
        return new LogFlows(flows, Sorted((outsideSessions ?? []).Where(template => !run.Contains(template))), null);
    }

    /// <summary>Reads the text that <see cref="ToMarkdown"/> wrote. Line ends may be of any system.</summary>
    /// <exception cref="FormatException">The text is malformed; the message gives the line and what is wrong with it.</exception>
    public static LogFlows Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return new LogFlowReader(text).Read();
    }

    /// <summary>The same flows with the templates of the build: those that were not run are <see cref="NeverRun"/>.</summary>
    /// <param name="templates">All templates of the application's assemblies.</param>
    public LogFlows WithBuild(IEnumerable<string> templates)
    {
        ArgumentNullException.ThrowIfNull(templates);
        var run = Run.ToHashSet(StringComparer.Ordinal);
        return new LogFlows(Flows, OutsideSessions, Sorted(templates.Where(template => !run.Contains(template))));
    }

    /// <summary>Writes the flows as Markdown, with a Mermaid picture of each workflow. Equal flows give equal texts, with LF at the end of each line.</summary>
    public string ToMarkdown() => LogFlowWriter.Write(this);

    /// <summary>Returns <see cref="ToMarkdown"/>.</summary>
    public override string ToString() => ToMarkdown();

    private static string[] Sorted(IEnumerable<string> templates) => [.. templates.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
}
