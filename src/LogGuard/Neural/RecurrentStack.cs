namespace LogGuard.Neural;

/// <summary>Recurrent layers on top of each other, as torch.nn.LSTM and torch.nn.GRU: each layer reads the one below at every step.</summary>
public sealed record RecurrentStack
{
    /// <summary>The cell of all layers. The default is <see cref="RecurrentKind.Lstm"/>.</summary>
    public RecurrentKind Kind { get; init; } = RecurrentKind.Lstm;

    /// <summary>Memory units of each layer and direction, 1 or more. The default is <c>64</c>.</summary>
    public int HiddenSize { get; init; } = 64;

    /// <summary>Number of layers, 1 or more. The default is <c>1</c>.</summary>
    public int LayerCount { get; init; } = 1;

    /// <summary>
    /// Whether each layer reads the steps forwards and backwards and passes on both results side by side. The default is <c>false</c>.
    /// </summary>
    public bool Bidirectional { get; init; }

    /// <summary>
    /// Share of the values between two layers that is dropped in training, 0..1, 1 excluded, as PyTorch's <c>dropout</c>. The default is
    /// <c>0</c>.
    /// </summary>
    public float Dropout { get; init; }

    /// <summary>
    /// Kinds of information K of <see cref="RecurrentKind.Msif"/>, 1 or more: each has gates and cell states of its own, so weights and work
    /// grow with it. The default is <c>2</c>. Other cells ignore it.
    /// </summary>
    public int KindCount { get; init; } = 2;

    /// <summary>Number of directions: 2 if <see cref="Bidirectional"/>, else 1.</summary>
    public int DirectionCount => Bidirectional ? 2 : 1;

    /// <summary>Number of outputs of a layer at each step.</summary>
    public int OutputSize => checked(DirectionCount * HiddenSize);
}
