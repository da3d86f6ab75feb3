namespace LogGuard.Neural;

/// <summary>How symbols enter the network.</summary>
internal enum NetworkInput
{
    /// <summary>Each symbol is a unit vector (DeepLog, section 3.1).</summary>
    OneHot,

    /// <summary>Each symbol is a learnt vector of <see cref="NetworkDescription.EmbeddingSize"/> numbers.</summary>
    Embedding,
}

/// <summary>Describes a network: symbols in, stacked LSTM, softmax over output symbols.</summary>
internal sealed record NetworkDescription
{
    /// <summary>Number of input symbols.</summary>
    public required int SymbolCount { get; init; }

    /// <summary>Number of output classes.</summary>
    public required int OutputCount { get; init; }

    /// <summary>How symbols enter.</summary>
    public NetworkInput Input { get; init; } = NetworkInput.OneHot;

    /// <summary>Length of an embedding vector; used with <see cref="NetworkInput.Embedding"/> only.</summary>
    public int EmbeddingSize { get; init; } = 16;

    /// <summary>Memory units of each LSTM layer (the paper's α).</summary>
    public int HiddenSize { get; init; } = 64;

    /// <summary>Stacked LSTM layers (the paper's L).</summary>
    public int LayerCount { get; init; } = 2;

    /// <summary>Numbers that enter the first LSTM layer at each step.</summary>
    public int InputSize => Input == NetworkInput.OneHot ? SymbolCount : EmbeddingSize;
}
