namespace LogGuard.Detection.Questions;

/// <summary>The model of the next key in a snapshot: either an N-gram's windows, or a network whose weights are a file.</summary>
internal sealed record NextKeyState
{
    public required int WindowSize { get; init; }

    public required bool KnowsBoundaries { get; init; }

    public required int TopG { get; init; }

    public required float ProbabilityFloor { get; init; }

    /// <summary>Memory units of a layer; null for an N-gram.</summary>
    public int? HiddenSize { get; init; }

    public int? LayerCount { get; init; }

    public int[]? Windows { get; init; }

    public int[]? Targets { get; init; }

    public float[]? Weights { get; init; }

    /// <summary>Null where the model's probabilities are taken as they are, and in snapshots from before there was evidence.</summary>
    public StepEvidenceState? Evidence { get; init; }

    /// <summary>Answered steps that the network was updated with; null where it is as training left it.</summary>
    public string[]? LearntSteps { get; init; }
}

/// <summary>The distinct steps that a network learnt from: a symbol, the one behind it, and how often.</summary>
internal sealed record StepEvidenceState(int[] Lasts, int[] Nexts, float[] Counts);
