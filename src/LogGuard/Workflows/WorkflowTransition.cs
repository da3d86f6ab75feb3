namespace LogGuard.Workflows;

/// <summary>An edge of a workflow's automaton: one step came directly after another in training.</summary>
/// <param name="From">Id of the step before, or <see cref="Start"/>.</param>
/// <param name="To">Id of the step after it, or <see cref="End"/>.</param>
/// <param name="Count">Number of times it was seen.</param>
/// <param name="Elapsed">The time between the two steps; null where it was not measured.</param>
public sealed record WorkflowTransition(int From, int To, long Count, ElapsedTimes? Elapsed = null)
{
    /// <summary>Stands in <see cref="From"/> for the beginning of a session.</summary>
    public const int Start = -1;

    /// <summary>Stands in <see cref="To"/> for the end of a session.</summary>
    public const int End = -2;
}
