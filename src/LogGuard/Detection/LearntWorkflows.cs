using LogGuard.Keys;
using LogGuard.Workflows.Following;

namespace LogGuard.Detection;

/// <summary>The workflows of a model, before and after they learnt from answers. Immutable.</summary>
/// <param name="Trained">The workflows as training mined them.</param>
/// <param name="Current">The workflows that learnt from answers; the same object if there was nothing to learn.</param>
/// <param name="Lessons">The answers that they learnt from, including those that could not be learnt.</param>
internal sealed record LearntWorkflows(WorkflowSet Trained, WorkflowSet Current, IReadOnlyList<AnomalyPattern> Lessons)
{
    /// <summary>No workflows.</summary>
    public static LearntWorkflows None { get; } = Of(WorkflowSet.Empty);

    /// <summary>Workflows that have not learnt from answers.</summary>
    public static LearntWorkflows Of(WorkflowSet trained) => new(trained, trained, []);

    /// <summary>The same workflows, with merged keys replaced by those that they were merged into.</summary>
    public LearntWorkflows Resolve(LogKeyVocabulary vocabulary)
    {
        var trained = Trained.Resolve(vocabulary);
        return this with { Trained = trained, Current = ReferenceEquals(Current, Trained) ? trained : Current.Resolve(vocabulary) };
    }

    /// <summary>The answers that workflows can learn from.</summary>
    public static AnomalyPattern[] LessonsOf(IEnumerable<AnomalyPattern> normal) => [.. normal.Where(pattern => pattern.Lesson?.Step is not null)];
}
