using LogGuard;
using LogGuard.Workflows;

/// <summary>Writes workflows as pictures: each for itself, and some with an anomalous session's path over them.</summary>
internal static class Pictures
{
    /// <summary>Writes what there is into a folder and says so.</summary>
    /// <param name="folder">The folder; made where it is missing.</param>
    /// <param name="workflows">A detector's workflows.</param>
    /// <param name="anomalies">Anomalies of the same detector; those that a workflow fits are drawn, three at most.</param>
    public static void Write(string folder, IReadOnlyList<Workflow> workflows, IEnumerable<Anomaly> anomalies)
    {
        Directory.CreateDirectory(folder);
        for (var i = 0; i < workflows.Count; i++)
        {
            var path = Path.Combine(folder, $"workflow-{i + 1}");
            File.WriteAllText(path + ".svg", workflows[i].ToSvg());
            File.WriteAllText(path + ".mmd", workflows[i].ToMermaid());
            File.WriteAllText(path + ".dot", workflows[i].ToDot());
        }

        var drawn = 0;
        foreach (var context in anomalies.Select(anomaly => anomaly.Workflow).OfType<WorkflowContext>().Take(3))
        {
            File.WriteAllText(Path.Combine(folder, $"anomaly-{++drawn}.svg"), context.Workflow!.ToSvg(context.GetPath()));
        }

        Console.Error.WriteLine($"{workflows.Count} workflows and the paths of {drawn} anomalies are drawn in {folder}.");
    }
}
