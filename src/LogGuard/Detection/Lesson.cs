using LogGuard.Workflows.Feedback;

namespace LogGuard.Detection;

/// <summary>The data that models learn from an anomaly that is marked normal, in addition to its pattern. Immutable.</summary>
/// <param name="Value">The unusual value; null for other kinds of anomalies.</param>
/// <param name="Step">The session's place in its workflow and the fault there; null if there is none.</param>
internal sealed record Lesson(ValueLesson? Value, WorkflowLesson? Step)
{
    /// <summary>Returns null if there is nothing to learn.</summary>
    public static Lesson? Of(ValueLesson? value, WorkflowContext? workflow) =>
        (value, WorkflowLesson.Of(workflow)) is var (own, step) && (own ?? (object?)step) is not null ? new Lesson(own, step) : null;
}

/// <summary>A value that was unusual.</summary>
/// <param name="Name">The name of its feature; the feature's index may change from one training to the next.</param>
/// <param name="Value">The value; finite.</param>
internal sealed record ValueLesson(string Name, double Value);
