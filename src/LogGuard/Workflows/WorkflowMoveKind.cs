namespace LogGuard.Workflows;

/// <summary>How an event fits the workflow that its session follows.</summary>
public enum WorkflowMoveKind
{
    /// <summary>It is a step that comes here.</summary>
    Fits,

    /// <summary>It is a later step: one or more steps before it did not happen.</summary>
    Skipped,

    /// <summary>It is a step that happened before and does not come again.</summary>
    Repeated,

    /// <summary>It is a step that should have happened earlier.</summary>
    OutOfOrder,

    /// <summary>It is a step of a branch that the session did not take.</summary>
    OtherBranch,

    /// <summary>It is no step of the workflow.</summary>
    Foreign,
}
