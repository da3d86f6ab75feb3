using LogGuard.Models.Values;

namespace LogGuard.Detection.Questions;

/// <summary>The parameter value models in a snapshot, without the weights of their networks.</summary>
internal sealed record ValuesState
{
    public required double Confidence { get; init; }

    public required ValueModelState[] Keys { get; init; }
}

/// <summary>The parameter value model of one key.</summary>
internal sealed record ValueModelState
{
    public required int Key { get; init; }

    /// <summary>The elapsed time first.</summary>
    public required ValueFeature[] Features { get; init; }

    /// <summary>Memory units of the network; null if there is none.</summary>
    public int? HiddenSize { get; init; }

    /// <summary>The network's history at the end of training: normalised vectors, (steps, inputs).</summary>
    public float[] History { get; init; } = [];

    /// <summary>
    /// The state of each constant and enumeration while detecting, null for other features; null in snapshots of earlier versions, which know
    /// nothing of it. Older versions ignore it and report more, so the format is the same.
    /// </summary>
    public ValueWatchState?[]? Watches { get; init; }

    /// <summary>Indices of quantities that were found to be counters while detecting; null if there are none.</summary>
    public int[]? Counters { get; init; }
}
