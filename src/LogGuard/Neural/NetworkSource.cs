namespace LogGuard.Neural;

/// <summary>
/// One input of a network. At each step it reads a symbol, a vector of numbers, or both side by side. Optional recurrent layers follow,
/// then the steps are pooled into one vector, or optional convolutions make that vector; then optional dense layers.
/// </summary>
/// <remarks>A single vector, such as the counts of a window, is a source with one step and without recurrent layers.</remarks>
public sealed record NetworkSource
{
    /// <summary>
    /// Prefix of the names of its weights, such as <c>counts</c> in <c>counts.lstm.weight_ih_l0</c>. The default is empty: no prefix.
    /// </summary>
    public string Name { get; init; } = "";

    /// <summary>Number of different symbols. The default is <c>0</c>: the source reads no symbols.</summary>
    public int SymbolCount { get; init; }

    /// <summary>The vector that stands for a symbol. The default is <see cref="NetworkInput.OneHot"/>.</summary>
    public NetworkInput Input { get; init; } = NetworkInput.OneHot;

    /// <summary>Length of an embedding vector; used with <see cref="NetworkInput.Embedding"/> only. The default is <c>16</c>.</summary>
    public int EmbeddingSize { get; init; } = 16;

    /// <summary>Numbers read at each step. The default is <c>0</c>: the source reads no numbers.</summary>
    public int ValueCount { get; init; }

    /// <summary>The recurrent layers. The default is null: none.</summary>
    public RecurrentStack? Recurrent { get; init; }

    /// <summary>
    /// Convolutions over the steps, side by side, each with max pooling over time; their results joined are the pooled vector. The default is
    /// none. Not together with <see cref="Recurrent"/> or a <see cref="Pooling"/> other than the default.
    /// </summary>
    public IReadOnlyList<ConvolutionLayer> Convolutions { get; init; } = [];

    /// <summary>
    /// How the steps become one vector: the outputs of the recurrent layers or, without such layers, the inputs. The default is
    /// <see cref="StepPooling.Last"/>.
    /// </summary>
    public StepPooling Pooling { get; init; }

    /// <summary>Share of the pooled vector that is dropped in training, 0..1, 1 excluded. The default is <c>0</c>.</summary>
    public float Dropout { get; init; }

    /// <summary>Dense layers between pooling and the rest of the network. The default is none.</summary>
    public IReadOnlyList<DenseLayer> Layers { get; init; } = [];

    /// <summary>Whether the source reads symbols and turns them into learnt vectors.</summary>
    public bool HasEmbedding => SymbolCount > 0 && Input == NetworkInput.Embedding;

    /// <summary>Length of the vector that stands for a symbol; 0 if the source reads no symbols.</summary>
    public int SymbolSize => HasEmbedding ? EmbeddingSize : SymbolCount;

    /// <summary>Numbers that enter the first layer at each step: the symbol's vector, then the values.</summary>
    public int StepSize => checked(SymbolSize + ValueCount);

    /// <summary>Length of the pooled vector.</summary>
    public int PooledSize
    {
        get
        {
            if (Convolutions.Count == 0)
            {
                return Recurrent?.OutputSize ?? StepSize;
            }

            int size = 0;
            foreach (ConvolutionLayer convolution in Convolutions)
            {
                size = checked(size + convolution.FilterCount);
            }

            return size;
        }
    }

    /// <summary>Numbers passed on to the rest of the network.</summary>
    public int OutputSize => Layers.Count > 0 ? Layers[^1].Size : PooledSize;
}
