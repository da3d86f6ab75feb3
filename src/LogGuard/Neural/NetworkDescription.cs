namespace LogGuard.Neural;

/// <summary>
/// Describes a network: the outputs of its sources are joined side by side and pass through dense layers, a linear layer <c>fc</c> and the
/// head. Without <see cref="Sources"/> it is the network of DeepLog (section 3.1): symbols, stacked LSTM, softmax.
/// </summary>
public sealed record NetworkDescription
{
    private readonly IReadOnlyList<NetworkSource>? _sources;

    /// <summary>Number of different symbols of the only source; ignored if <see cref="Sources"/> is set. The default is <c>0</c>.</summary>
    public int SymbolCount { get; init; }

    /// <summary>Number of outputs, 1 or more: classes, facts or numbers.</summary>
    public required int OutputCount { get; init; }

    /// <summary>
    /// The vector that stands for a symbol of the only source; ignored if <see cref="Sources"/> is set. The default is
    /// <see cref="NetworkInput.OneHot"/>.
    /// </summary>
    public NetworkInput Input { get; init; } = NetworkInput.OneHot;

    /// <summary>Length of the only source's embedding vectors; ignored if <see cref="Sources"/> is set. The default is <c>16</c>.</summary>
    public int EmbeddingSize { get; init; } = 16;

    /// <summary>
    /// Memory units of each LSTM layer of the only source (the paper's α); ignored if <see cref="Sources"/> is set. The default is <c>64</c>.
    /// </summary>
    public int HiddenSize { get; init; } = 64;

    /// <summary>
    /// Stacked LSTM layers of the only source (the paper's L); ignored if <see cref="Sources"/> is set. The default is <c>2</c>.
    /// </summary>
    public int LayerCount { get; init; } = 2;

    /// <summary>
    /// The inputs of the network; each has another <see cref="NetworkSource.Name"/>. The default is one source, made of the properties above.
    /// </summary>
    public IReadOnlyList<NetworkSource> Sources
    {
        get => _sources ?? [Plain()];
        init => _sources = value;
    }

    /// <summary>Dense layers between the joined sources and <c>fc</c>. The default is none.</summary>
    public IReadOnlyList<DenseLayer> Layers { get; init; } = [];

    /// <summary>The meaning of the outputs. The default is <see cref="NetworkHead.Softmax"/>.</summary>
    public NetworkHead Head { get; init; } = NetworkHead.Softmax;

    /// <summary>Checks all sizes and names.</summary>
    /// <exception cref="ArgumentOutOfRangeException">
    /// A size is below 1, a source reads nothing, a dropout is outside 0..1, 1 excluded, or an L1 penalty is negative or not finite.
    /// </exception>
    /// <exception cref="ArgumentException">
    /// There is no source, two have the same name, or convolutions are combined with recurrent layers or another pooling.
    /// </exception>
    public void Check()
    {
        IReadOnlyList<NetworkSource> sources = Sources;
        ArgumentOutOfRangeException.ThrowIfLessThan(OutputCount, 1);
        if (sources.Count == 0 || sources.Select(source => source.Name).Distinct().Count() != sources.Count)
        {
            throw new ArgumentException("A network needs at least one source, and no two sources may have the same name.");
        }

        foreach (NetworkSource source in sources)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(source.SymbolCount);
            ArgumentOutOfRangeException.ThrowIfNegative(source.ValueCount);
            ArgumentOutOfRangeException.ThrowIfLessThan(source.EmbeddingSize, source.HasEmbedding ? 1 : 0);
            ArgumentOutOfRangeException.ThrowIfLessThan(source.StepSize, 1);
            CheckDropout(source.Dropout);
            CheckConvolutions(source);
            CheckLayers(source.Layers);
            if (source.Recurrent is { } recurrent)
            {
                ArgumentOutOfRangeException.ThrowIfLessThan(recurrent.HiddenSize, 1);
                ArgumentOutOfRangeException.ThrowIfLessThan(recurrent.LayerCount, 1);
                if (recurrent.Kind == RecurrentKind.Msif)
                {
                    ArgumentOutOfRangeException.ThrowIfLessThan(recurrent.KindCount, 1);
                }

                CheckDropout(recurrent.Dropout);
            }
        }

        CheckLayers(Layers);
    }

    private static void CheckConvolutions(NetworkSource source)
    {
        foreach (ConvolutionLayer convolution in source.Convolutions)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(convolution.KernelSize, 1);
            ArgumentOutOfRangeException.ThrowIfLessThan(convolution.FilterCount, 1);
        }

        if (source.Convolutions.Count > 0 && source.Recurrent is not null)
        {
            throw new ArgumentException($"NetworkSource '{source.Name}' has Convolutions and Recurrent; it can have one of them.");
        }

        if (source.Convolutions.Count > 0 && source.Pooling != StepPooling.Last)
        {
            throw new ArgumentException(
                $"NetworkSource '{source.Name}' has Convolutions, which pool the steps by their maximum, and Pooling is {source.Pooling}; leave it at Last.");
        }
    }

    private static void CheckLayers(IReadOnlyList<DenseLayer> layers)
    {
        foreach (DenseLayer layer in layers)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(layer.Size, 1);
            CheckDropout(layer.Dropout);
            if (!(layer.L1 >= 0 && float.IsFinite(layer.L1)))
            {
                throw new ArgumentOutOfRangeException(nameof(layers), $"An L1 penalty is {layer.L1}; it must be 0 or more, and finite.");
            }
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
