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
}
