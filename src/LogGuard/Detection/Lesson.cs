using LogGuard.Sequences;
using LogGuard.Workflows.Feedback;

namespace LogGuard.Detection;

/// <summary>The data that models learn from an anomaly that is marked normal, in addition to its pattern. Immutable.</summary>
/// <param name="Value">The unusual value; null for other kinds of anomalies.</param>
/// <param name="Step">The session's place in its workflow and the fault there; null if there is none.</param>
internal sealed record Lesson(ValueLesson? Value, WorkflowLesson? Step)
{
    /// <summary>The session until then, which gets the answer as its label; null if no model learns from labels, or after a restart.</summary>
    public LogKeySequence? Session { get; init; }

    /// <summary>Returns null if there is nothing to learn.</summary>
    public static Lesson? Of(ValueLesson? value, WorkflowContext? workflow, LogKeySequence? session = null) =>
        Kept(value, WorkflowLesson.Of(workflow), session);

    /// <summary>The same lesson without the keys of its session; null if nothing is left.</summary>
    public Lesson? WithoutTrail() => Value is null ? null : Kept(Value, null, null);

    /// <summary>The part that the answered pattern keeps; null if nothing is left. The label is kept elsewhere.</summary>
    public Lesson? WithoutLabel() => Session is null ? this : Kept(Value, Step, null);

    private static Lesson? Kept(ValueLesson? value, WorkflowLesson? step, LogKeySequence? session) =>
        value is null && step is null && session is null ? null : new Lesson(value, step) { Session = session };
}

/// <summary>A value that was unusual.</summary>
/// <param name="Name">The name of its feature; the feature's index may change from one training to the next.</param>
/// <param name="Value">The value; finite.</param>
internal sealed record ValueLesson(string Name, double Value);
