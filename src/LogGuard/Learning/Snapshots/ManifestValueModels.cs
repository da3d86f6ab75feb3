using LogGuard.Models.Values;

namespace LogGuard.Learning.Snapshots;

/// <summary>The parameter value models, less the weights of their networks.</summary>
internal sealed record ManifestValueModels
{
    public required double Confidence { get; init; }

    public required ManifestValueModel[] Keys { get; init; }
}

/// <summary>The parameter value model of one key.</summary>
internal sealed record ManifestValueModel
{
    public required int Key { get; init; }

    /// <summary>The elapsed time first.</summary>
    public required ValueFeature[] Features { get; init; }

    /// <summary>Memory units of its network; null without one.</summary>
    public int? HiddenSize { get; init; }

    /// <summary>The normalised vectors that the network looked back on at the end of training, (steps, inputs).</summary>
    public float[] History { get; init; } = [];
}
