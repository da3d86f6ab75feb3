using LogGuard.Keys;
using LogGuard.Workflows;
using LogGuard.Workflows.Following;

namespace LogGuard.Detection;

/// <summary>The workflows, which judge nothing and explain what was judged.</summary>
internal sealed partial class SessionModel
{
    private WorkflowSet? _learntWorkflows;

    /// <summary>How sessions usually run; empty where nothing was mined. Setting it forgets what was learnt from answers.</summary>
    public WorkflowSet Workflows
    {
        get => _learntWorkflows ?? TrainedWorkflows;
        set => (TrainedWorkflows, _learntWorkflows, LearntLessons) = (value, null, []);
    }

    /// <summary>The workflows as training mined them; <see cref="Workflows"/> knows what was marked normal beside.</summary>
    public WorkflowSet TrainedWorkflows { get; private set; } = WorkflowSet.Empty;

    /// <summary>Patterns that <see cref="Workflows"/> learnt from; those that could not be learnt included.</summary>
    public IReadOnlyList<AnomalyPattern> LearntLessons { get; private set; } = [];

    /// <summary>Takes workflows that learnt from answers.</summary>
    public SessionModel WithWorkflows(WorkflowSet workflows, IReadOnlyList<AnomalyPattern> lessons)
    {
        (_learntWorkflows, LearntLessons) = (ReferenceEquals(workflows, TrainedWorkflows) ? null : workflows, lessons);
        return this;
    }

    private void MergeWorkflowKeys(LogKeyVocabulary vocabulary) =>
        (TrainedWorkflows, _learntWorkflows) = (TrainedWorkflows.Resolve(vocabulary), _learntWorkflows?.Resolve(vocabulary));
}
