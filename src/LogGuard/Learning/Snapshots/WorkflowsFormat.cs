using LogGuard.Primitives;
using LogGuard.Detection;
using LogGuard.Workflows;
using LogGuard.Workflows.Following;

namespace LogGuard.Learning.Snapshots;

/// <summary>
/// The workflows of a snapshot: <c>workflows.json</c> and, if they learnt from answers, <c>trained-workflows.json</c> with the
/// workflows as training mined them.
/// </summary>
internal static class WorkflowsFormat
{
    internal const string CurrentName = "workflows.json";
    internal const string TrainedName = "trained-workflows.json";

    public static IEnumerable<ManifestFile> Write(string folder, SessionModel? model)
    {
        if (model?.Workflows.Workflows is { Count: > 0 } workflows)
        {
            yield return SnapshotFiles.Write(folder, CurrentName, stream => stream.Write(WorkflowJson.Write(workflows)));
            if (!ReferenceEquals(model.Workflows, model.TrainedWorkflows))
            {
                yield return SnapshotFiles.Write(folder, TrainedName, stream => stream.Write(WorkflowJson.Write(model.TrainedWorkflows.Workflows)));
            }
        }
    }

    public static void Restore(SessionModel model, Manifest manifest, IReadOnlyDictionary<string, byte[]> files)
    {
        if (!files.TryGetValue(CurrentName, out var bytes))
        {
            return;
        }

        var workflows = Read(bytes);
        model.Workflows = files.TryGetValue(TrainedName, out var trained) ? Read(trained) : workflows;
        model.WithWorkflows(workflows, AnomalyPattern.ParseAll(manifest.Model!.LearntLessons, manifest.Templates.Length));

        WorkflowSet Read(byte[] json)
        {
            var set = new WorkflowSet(WorkflowJson.Read(json));
            SavedData.Require(set.Keys.All(key => key <= manifest.Templates.Length), "the keys of its workflows are not those of its templates");
            return set;
        }
    }
}
