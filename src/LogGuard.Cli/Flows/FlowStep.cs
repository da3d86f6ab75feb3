using LogGuard.Workflows;

namespace LogGuard.Cli.Flows;

/// <summary>A step of a flow: the nodes of a workflow that have the same template.</summary>
/// <param name="Template">The message template.</param>
/// <param name="Share">The share of the flow's sessions that have it, 0..1; of several places the largest.</param>
/// <param name="Mean">How often it comes in a session, on average.</param>
/// <param name="Elapsed">The times since the line before it at its first place; null if they were not measured.</param>
internal sealed record FlowStep(string Template, double Share, double Mean, ElapsedTimes? Elapsed)
{
    /// <summary>The steps of a workflow in the order of its tree.</summary>
    public static IReadOnlyList<FlowStep> Of(Workflow workflow)
    {
        var sessions = Math.Max(1, workflow.SessionCount);
        return
        [
            .. workflow.GetNodes().Where(node => node.Template is not null).GroupBy(node => node.Template!, StringComparer.Ordinal).Select(places => new FlowStep(
                places.Key, (double)places.Max(node => node.SessionCount) / sessions, (double)places.Sum(node => node.OccurrenceCount) / sessions,
                places.FirstOrDefault(node => node.Elapsed is not null)?.Elapsed)),
        ];
    }
}
