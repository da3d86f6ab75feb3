namespace LogGuard.Neural;

/// <summary>
/// Describes a network: sources → joined side by side → dense layers → a linear layer <c>fc</c> → head. Without
/// <see cref="Sources"/> it is the network of DeepLog (section 3.1): symbols, stacked LSTM, softmax.
/// </summary>
internal sealed record NetworkDescription
{
    private readonly IReadOnlyList<NetworkSource>? _sources;

    /// <summary>Number of input symbols of the only source; not used where <see cref="Sources"/> is given.</summary>
    public int SymbolCount { get; init; }

    /// <summary>Number of outputs: classes, facts or values.</summary>
    public required int OutputCount { get; init; }

    /// <summary>How symbols enter the only source; not used where <see cref="Sources"/> is given.</summary>
    public NetworkInput Input { get; init; } = NetworkInput.OneHot;

    /// <summary>Length of the only source's embedding vectors; not used where <see cref="Sources"/> is given.</summary>
    public int EmbeddingSize { get; init; } = 16;

    /// <summary>Memory units of each LSTM layer (the paper's α); not used where <see cref="Sources"/> is given.</summary>
    public int HiddenSize { get; init; } = 64;

    /// <summary>Stacked LSTM layers (the paper's L); not used where <see cref="Sources"/> is given.</summary>
    public int LayerCount { get; init; } = 2;

    /// <summary>What the network reads; several have names that differ.</summary>
    public IReadOnlyList<NetworkSource> Sources
    {
        get => _sources ?? [Plain()];
        init => _sources = value;
    }

    /// <summary>Dense layers between the joined sources and <c>fc</c>.</summary>
    public IReadOnlyList<DenseLayer> Layers { get; init; } = [];

    /// <summary>What the outputs mean.</summary>
    public NetworkHead Head { get; init; } = NetworkHead.Softmax;

    /// <summary>Checks all sizes.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A size is below 1, or a dropout outside 0..1.</exception>
    /// <exception cref="ArgumentException">There is no source, a source reads nothing, or two have the same name.</exception>
    public void Check()
    {
        IReadOnlyList<NetworkSource> sources = Sources;
        ArgumentOutOfRangeException.ThrowIfLessThan(OutputCount, 1);
        if (sources.Count == 0 || sources.Select(source => source.Name).Distinct().Count() != sources.Count)
        {
            throw new ArgumentException("A network reads at least one source, and sources have names that differ.");
        }

        foreach (NetworkSource source in sources)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(source.SymbolCount);
            ArgumentOutOfRangeException.ThrowIfNegative(source.ValueCount);
            ArgumentOutOfRangeException.ThrowIfLessThan(source.EmbeddingSize, source.HasEmbedding ? 1 : 0);
            ArgumentOutOfRangeException.ThrowIfLessThan(source.StepSize, 1);
            CheckDropout(source.Dropout);
            CheckLayers(source.Layers);
            if (source.Recurrent is { } recurrent)
            {
                ArgumentOutOfRangeException.ThrowIfLessThan(recurrent.HiddenSize, 1);
                ArgumentOutOfRangeException.ThrowIfLessThan(recurrent.LayerCount, 1);
                CheckDropout(recurrent.Dropout);
            }
        }

        CheckLayers(Layers);
    }

    private static void CheckLayers(IReadOnlyList<DenseLayer> layers)
    {
        foreach (DenseLayer layer in layers)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(layer.Size, 1);
            CheckDropout(layer.Dropout);
        }
    }

    private static void CheckDropout(float dropout)
    {
        if (!(dropout is >= 0 and < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(dropout), $"A dropout is {dropout}; it must be 0..1, 1 excluded.");
        }
    }

    private NetworkSource Plain() => new()
    {
        SymbolCount = SymbolCount,
        Input = Input,
        EmbeddingSize = EmbeddingSize,
        Recurrent = new RecurrentStack { HiddenSize = HiddenSize, LayerCount = LayerCount },
    };
}
