using LogGuard.Workflows;

namespace LogGuard.Detection;

/// <summary>One event's move through a workflow.</summary>
/// <param name="Kind">How the event fits.</param>
/// <param name="Step">The step that the session is at after it; negative if it is at none.</param>
/// <param name="Skipped">The steps that it left out.</param>
internal readonly record struct FollowedMove(WorkflowMoveKind Kind, int Step, int[] Skipped)
{
    public bool Fits => Kind == WorkflowMoveKind.Fits;

    public bool IsInPlace => Kind is WorkflowMoveKind.Fits or WorkflowMoveKind.Skipped;
}
