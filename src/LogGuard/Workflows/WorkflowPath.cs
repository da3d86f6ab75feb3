using LogGuard.Primitives;

namespace LogGuard.Workflows;

/// <summary>One session laid over a workflow: the steps that happened, the steps that were skipped, and the events out of place.</summary>
public sealed record WorkflowPath
{
    /// <summary>Number of deviations that are kept; later ones are dropped.</summary>
    internal const int DeviationLimit = 32;

    /// <summary>How often each step happened in its place, by the step's id.</summary>
    public required IReadOnlyDictionary<int, int> Done { get; init; }

    /// <summary>Ids of steps that were skipped before a later step, or are missing at the end.</summary>
    public required IReadOnlyList<int> Skipped { get; init; }

    /// <summary>The events that were out of place, in order; the first 32.</summary>
    public required IReadOnlyList<WorkflowPathDeviation> Deviations { get; init; }

    /// <summary>Id of the last step in place; <see cref="WorkflowTransition.Start"/> where there is none.</summary>
    public required int LastStep { get; init; }

    /// <summary>Lays a session over a workflow.</summary>
    /// <param name="workflow">The workflow.</param>
    /// <param name="keys">The session's log keys, oldest first.</param>
    /// <param name="templateOf">The templates of keys; null to name foreign events by their keys.</param>
    /// <param name="hasEnded">Whether the session has ended; if so, steps missing at its end count as skipped.</param>
    public static WorkflowPath Of(Workflow workflow, IEnumerable<int> keys, Func<int, string>? templateOf = null, bool hasEnded = false)
    {
        ArgumentNullException.ThrowIfNull(workflow);
        ArgumentNullException.ThrowIfNull(keys);
        var lane = new WorkflowAlignment(new WorkflowAutomaton(workflow));
        var done = new Dictionary<int, int>();
        var skipped = new List<int>();
        var deviations = new List<WorkflowPathDeviation>();
        var position = 0;
        foreach (var key in keys)
        {
            position++;
            var after = lane.LastStep;
            var move = lane.Advance(key);
            if (move.Kind is WorkflowMoveKind.Fits or WorkflowMoveKind.Skipped)
            {
                done[move.Step] = done.GetValueOrDefault(move.Step) + 1;
                skipped.AddRange(lane.Skipped.Take(Math.Max(0, DeviationLimit - skipped.Count)));
            }

            if (move.Kind != WorkflowMoveKind.Fits && deviations.Count < DeviationLimit)
            {
                var template = move.Step >= 0 ? lane.Automaton[move.Step].Template : templateOf?.Invoke(key);
                deviations.Add(new WorkflowPathDeviation(position, move.Kind, move.Step, after, template ?? FormattableString.Invariant($"key {key}")));
            }
        }

        if (hasEnded)
        {
            lane.Automaton.CollectMissing(lane.State, skipped);
        }

        return new WorkflowPath { Done = done, Skipped = [.. skipped.Distinct()], Deviations = deviations, LastStep = lane.LastStep };
    }
}

/// <summary>An event that was out of place in a workflow.</summary>
/// <param name="Position">Its place in the session, from 1.</param>
/// <param name="Kind">Its fault.</param>
/// <param name="Step">Id of its step; -1 for a foreign event.</param>
/// <param name="AfterStep">Id of the last step in place before it; <see cref="WorkflowTransition.Start"/> for none.</param>
/// <param name="Template">Its message template.</param>
public sealed record WorkflowPathDeviation(int Position, WorkflowMoveKind Kind, int Step, int AfterStep, string Template)
{
    /// <summary>Returns the position, the kind and the template.</summary>
    public override string ToString() => FormattableString.Invariant($"{Position}: {Kind} \"{PlainText.Escape(Template)}\"");
}
