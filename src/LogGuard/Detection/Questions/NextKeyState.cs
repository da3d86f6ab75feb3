using System.Text.Json.Serialization;

namespace LogGuard.Detection.Questions;

/// <summary>The model of the next key in a snapshot: the windows of an N-gram, or the sizes of a network whose weights are in a file.</summary>
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

    /// <summary>Null if the model's probabilities are used unchanged, and in snapshots of versions without evidence.</summary>
    public StepEvidenceState? Evidence { get; init; }

    /// <summary>The counts of short contexts; null in snapshots of versions without. Older versions ignore them and report more.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public BackOffState? BackOff { get; init; }

    /// <summary>Answered steps that the network was updated with; null if it was not updated.</summary>
    public string[]? LearntSteps { get; init; }

    /// <summary>
    /// The steps of the one stream; null if none was learnt from. Older versions ignore it and report more, so the format is the same.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int[]? StreamSteps { get; init; }
}

/// <summary>The distinct steps that a network learnt from: a symbol, the next symbol, and the number of occurrences.</summary>
internal sealed record StepEvidenceState(int[] Lasts, int[] Nexts, float[] Counts);

/// <summary>The counts of short contexts: rows of symbols and a next symbol, with the number of occurrences and the least probability.</summary>
internal sealed record BackOffState(
    int ContextLength, int[] Contexts, int[] Nexts, float[] Counts, float Floor, bool ExpectsNewSteps, double ExpectedAlarmRate);
