namespace LogGuard;

/// <summary>How a session deviated from its workflow.</summary>
public enum WorkflowFault
{
    /// <summary>No deviation: the line fits the workflow and is anomalous for another reason.</summary>
    None,

    /// <summary>Steps were skipped before a later step.</summary>
    Skipped,

    /// <summary>A step occurred more often than usual.</summary>
    Repeated,

    /// <summary>A step occurred after a step that it should precede.</summary>
    OutOfOrder,

    /// <summary>A step belongs to a branch that the session did not take.</summary>
    OtherBranch,

    /// <summary>The line is no step of the workflow.</summary>
    Foreign,

    /// <summary>A step occurred at its position, but much later than usual.</summary>
    Late,

    /// <summary>The session ended before its last step.</summary>
    EndedEarly,
}
