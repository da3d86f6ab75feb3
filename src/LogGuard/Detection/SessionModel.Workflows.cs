using LogGuard.Workflows;

namespace LogGuard.Detection;

/// <summary>The workflows, which judge nothing and explain what was judged.</summary>
internal sealed partial class SessionModel
{
    /// <summary>How sessions usually run; empty where nothing was mined. Set before the model is in use, and by merging.</summary>
    public WorkflowSet Workflows { get; set; } = WorkflowSet.Empty;
}
