using LogGuard.Detection;
using LogGuard.Workflows;
using LogGuard.Workflows.Feedback;
using LogGuard.Workflows.Following;

namespace LogGuard.Learning.Snapshots;

/// <summary>What is learnt from answers beyond their patterns, and the workflows, which learn so.</summary>
internal static partial class SnapshotFormat
{
    private const string WorkflowsName = "workflows.json";
    private const string TrainedWorkflowsName = "trained-workflows.json";

    private static IEnumerable<ManifestFile> WriteWorkflows(string folder, SessionModel? model)
    {
        if (model?.Workflows.Workflows is { Count: > 0 } workflows)
        {
            yield return WriteFile(folder, WorkflowsName, stream => stream.Write(WorkflowJson.Write(workflows)));
            if (!ReferenceEquals(model.Workflows, model.TrainedWorkflows))
            {
                yield return WriteFile(folder, TrainedWorkflowsName, stream => stream.Write(WorkflowJson.Write(model.TrainedWorkflows.Workflows)));
            }
        }
    }

    private static void RestoreWorkflows(SessionModel? model, Manifest manifest, Dictionary<string, byte[]> files)
    {
        if (model is null || !files.TryGetValue(WorkflowsName, out var bytes))
        {
            return;
        }

        var workflows = Read(bytes);
        model.Workflows = files.TryGetValue(TrainedWorkflowsName, out var trained) ? Read(trained) : workflows;
        model.WithWorkflows(workflows, Patterns(manifest.Model!.LearntLessons, manifest));

        WorkflowSet Read(byte[] json)
        {
            var set = new WorkflowSet(WorkflowJson.Read(json));
            Require(set.Keys.All(key => key <= manifest.Templates.Length), "the keys of its workflows are not those of its templates");
            return set;
        }
    }

    private static ManifestLesson[]? DescribeLessons(IReadOnlyList<AnomalyPattern> patterns)
    {
        var lessons = patterns.Where(pattern => pattern.Lesson is not null).Select(pattern => new ManifestLesson(
            pattern.ToString(), pattern.Lesson!.Value?.Name, pattern.Lesson.Value?.Value, pattern.Lesson.Step?.Keys,
            pattern.Lesson.Step?.Position ?? 0, pattern.Lesson.Step?.Fault ?? WorkflowFault.None, pattern.Lesson.Step?.ElapsedTicks ?? 0)).ToArray();
        return lessons.Length == 0 ? null : lessons;
    }

    private static List<AnomalyPattern> WithLessons(List<AnomalyPattern> patterns, Manifest manifest)
    {
        var lessons = new Dictionary<string, Lesson>();
        foreach (var saved in manifest.Lessons ?? [])
        {
            Require(saved?.Pattern is not null && saved.Value is null or (>= double.MinValue and <= double.MaxValue), "one of its lessons is none");
            var value = saved.Name is { } name && saved.Value is { } number ? new ValueLesson(name, number) : null;
            var step = saved.Keys is null ? null : new WorkflowLesson(saved.Keys, saved.Position, saved.Fault, saved.ElapsedTicks);
            Require((value is not null || step is not null) && step?.IsSound(manifest.Templates.Length) != false, "one of its lessons is none");
            lessons[saved.Pattern] = new Lesson(value, step);
        }

        return patterns.ConvertAll(pattern => pattern.With(lessons.GetValueOrDefault(pattern.ToString())));
    }
}
