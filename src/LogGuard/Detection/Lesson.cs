using LogGuard.Workflows.Feedback;

namespace LogGuard.Detection;

/// <summary>What an anomaly holds beyond its pattern that models can learn from it, once it is marked normal. Immutable.</summary>
/// <param name="Value">The value that was unusual; null for all else.</param>
/// <param name="Step">Where in its workflow the session was, and what went wrong there; null where nothing did.</param>
internal sealed record Lesson(ValueLesson? Value, WorkflowLesson? Step)
{
    /// <summary>Null where there is nothing to learn.</summary>
    public static Lesson? Of(ValueLesson? value, WorkflowContext? workflow) =>
        (value, WorkflowLesson.Of(workflow)) is var (own, step) && (own ?? (object?)step) is not null ? new Lesson(own, step) : null;
}

/// <summary>A value that was unusual.</summary>
/// <param name="Name">The name of its feature: places may change from one training to the next.</param>
/// <param name="Value">The value; finite.</param>
internal sealed record ValueLesson(string Name, double Value);
