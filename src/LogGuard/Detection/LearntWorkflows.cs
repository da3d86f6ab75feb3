using LogGuard.Keys;
using LogGuard.Workflows.Following;

namespace LogGuard.Detection;

/// <summary>The workflows of a model: as training mined them, and with what answers taught them since. Immutable.</summary>
/// <param name="Trained">As training mined them.</param>
/// <param name="Current">With what was learnt from answers; the same object where nothing was.</param>
/// <param name="Lessons">The answers that they learnt from; those that could not be learnt included.</param>
internal sealed record LearntWorkflows(WorkflowSet Trained, WorkflowSet Current, IReadOnlyList<AnomalyPattern> Lessons)
{
    /// <summary>No workflows.</summary>
    public static LearntWorkflows None { get; } = Of(WorkflowSet.Empty);

    /// <summary>Workflows that learnt nothing from answers.</summary>
    public static LearntWorkflows Of(WorkflowSet trained) => new(trained, trained, []);

    /// <summary>The same with the keys that were merged since under the ones that they are now.</summary>
    public LearntWorkflows Resolve(LogKeyVocabulary vocabulary)
    {
        var trained = Trained.Resolve(vocabulary);
        return this with { Trained = trained, Current = ReferenceEquals(Current, Trained) ? trained : Current.Resolve(vocabulary) };
    }

    /// <summary>The answers that workflows can learn from.</summary>
    public static AnomalyPattern[] LessonsOf(IEnumerable<AnomalyPattern> normal) => [.. normal.Where(pattern => pattern.Lesson?.Step is not null)];
}
