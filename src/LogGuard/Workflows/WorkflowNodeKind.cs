namespace LogGuard.Workflows;

/// <summary>How the children of a <see cref="WorkflowNode"/> belong together.</summary>
public enum WorkflowNodeKind
{
    /// <summary>One log event of one template; it has no children.</summary>
    Step,

    /// <summary>The children happen one after another.</summary>
    Sequence,

    /// <summary>Exactly one of the children happens.</summary>
    Choice,

    /// <summary>All children happen, in any order and interleaved: what several threads log.</summary>
    Concurrent,

    /// <summary>The one child happens several times, from the minimum to the maximum.</summary>
    Loop,

    /// <summary>The one child happens, or nothing does.</summary>
    Optional,
}
