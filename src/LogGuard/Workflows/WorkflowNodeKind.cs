namespace LogGuard.Workflows;

/// <summary>The structure of a <see cref="WorkflowNode"/> over its children.</summary>
public enum WorkflowNodeKind
{
    /// <summary>One log event of one template; it has no children.</summary>
    Step,

    /// <summary>The children happen one after another.</summary>
    Sequence,

    /// <summary>Exactly one of the children happens.</summary>
    Choice,

    /// <summary>All children happen, in any order and interleaved, as several threads log them.</summary>
    Concurrent,

    /// <summary>The one child happens between the minimum and the maximum number of times.</summary>
    Loop,

    /// <summary>The one child happens, or nothing does.</summary>
    Optional,
}
