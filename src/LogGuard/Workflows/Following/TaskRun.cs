namespace LogGuard.Workflows.Following;

/// <summary>One run of a task in a stream that several tasks write into.</summary>
internal sealed class TaskRun(int task, int stateSize)
{
    /// <summary>The task's place in the set.</summary>
    public int Task { get; set; } = task;

    /// <summary>The state of the task's automaton.</summary>
    public int[] State { get; set; } = new int[stateSize];

    /// <summary>The positions of its events in the stream, ascending.</summary>
    public List<int> Positions { get; } = [];

    /// <summary>The keys of its events.</summary>
    public List<int> Keys { get; } = [];

    /// <summary>Id of the last step in place.</summary>
    public int LastStep { get; set; } = WorkflowTransition.Start;

    /// <summary>Whether steps before its first event are missing: the stream may begin in the middle of a run.</summary>
    public bool IsJoined { get; init; }

    /// <summary>Whether all its events were steps in their places.</summary>
    public bool IsClean { get; set; } = true;

    /// <summary>Whether the run may end here.</summary>
    public bool IsComplete { get; set; }

    public int LastPosition => Positions[^1];

    /// <summary>For each event the ticks since the run's event before it; 0 for the first one.</summary>
    /// <param name="times">The time of each event of the stream.</param>
    public long[] ElapsedTicks(IReadOnlyList<long> times) =>
        [.. Positions.Select((position, number) => number == 0 ? 0 : times[position] - times[Positions[number - 1]])];
}
