namespace LogGuard;

/// <summary>What a session did that its workflow does not have.</summary>
public enum WorkflowFault
{
    /// <summary>Nothing: the line has its place there, and is odd for another reason.</summary>
    None,

    /// <summary>Steps were left out before a later one.</summary>
    Skipped,

    /// <summary>A step came more often than it does.</summary>
    Repeated,

    /// <summary>A step came behind one that it should have come before.</summary>
    OutOfOrder,

    /// <summary>A step is of another branch than the session took.</summary>
    OtherBranch,

    /// <summary>The line is no step of the workflow.</summary>
    Foreign,

    /// <summary>A step came in its place, and much later than usual.</summary>
    Late,

    /// <summary>The session ended before its last step.</summary>
    EndedEarly,
}
