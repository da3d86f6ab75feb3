namespace LogGuard.Neural;

/// <summary>
/// One thing a network reads: at each step a symbol, a vector of numbers, or both side by side; then recurrent layers
/// or none; the steps pooled into one row; then dense layers or none.
/// </summary>
/// <remarks>A single vector, such as the counts of a window, is a source of one step without recurrent layers.</remarks>
internal sealed record NetworkSource
{
    /// <summary>Prefix of its weights' names, such as <c>counts</c> for <c>counts.lstm.weight_ih_l0</c>; empty for none.</summary>
    public string Name { get; init; } = "";

    /// <summary>Number of symbols; 0 if it reads none.</summary>
    public int SymbolCount { get; init; }

    /// <summary>How symbols enter.</summary>
    public NetworkInput Input { get; init; } = NetworkInput.OneHot;

    /// <summary>Length of an embedding vector; used with <see cref="NetworkInput.Embedding"/> only.</summary>
    public int EmbeddingSize { get; init; } = 16;

    /// <summary>Numbers that enter at each step; 0 if it reads none.</summary>
    public int ValueCount { get; init; }

    /// <summary>Recurrent layers; null for none.</summary>
    public RecurrentStack? Recurrent { get; init; }

    /// <summary>How the steps become one row.</summary>
    public StepPooling Pooling { get; init; }

    /// <summary>Share of the pooled values dropped while training, 0..1, 1 excluded.</summary>
    public float Dropout { get; init; }

    /// <summary>Dense layers of its own, after pooling.</summary>
    public IReadOnlyList<DenseLayer> Layers { get; init; } = [];

    /// <summary>Whether symbols become learnt vectors.</summary>
    public bool HasEmbedding => SymbolCount > 0 && Input == NetworkInput.Embedding;

    /// <summary>Numbers that a symbol becomes.</summary>
    public int SymbolSize => HasEmbedding ? EmbeddingSize : SymbolCount;

    /// <summary>Numbers that enter the first layer at each step: those of the symbol, then the values.</summary>
    public int StepSize => checked(SymbolSize + ValueCount);

    /// <summary>Numbers it gives after pooling.</summary>
    public int PooledSize => Recurrent?.OutputSize ?? StepSize;

    /// <summary>Numbers it gives to the rest of the network.</summary>
    public int OutputSize => Layers.Count > 0 ? Layers[^1].Size : PooledSize;
}
