using LogGuard;
using LogGuard.Workflows;

/// <summary>Writes pictures of workflows: each workflow by itself, and some with the path of an anomalous session.</summary>
internal static class Pictures
{
    /// <summary>Writes the pictures into a folder and prints their names.</summary>
    /// <param name="folder">The folder; created if missing.</param>
    /// <param name="workflows">The workflows of a detector.</param>
    /// <param name="anomalies">Anomalies of the same detector. At most three that fit a workflow are drawn.</param>
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
