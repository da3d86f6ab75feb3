namespace LogGuard.Neural;

/// <summary>Recurrent layers, each reading the one below at every step; what torch.nn.LSTM and torch.nn.GRU build.</summary>
internal sealed record RecurrentStack
{
    /// <summary>The cell of all layers.</summary>
    public RecurrentKind Kind { get; init; } = RecurrentKind.Lstm;

    /// <summary>Memory units of each layer and direction.</summary>
    public int HiddenSize { get; init; } = 64;

    /// <summary>Number of layers.</summary>
    public int LayerCount { get; init; } = 1;

    /// <summary>Whether each layer reads the steps forwards and backwards and joins what both found.</summary>
    public bool Bidirectional { get; init; }

    /// <summary>Share of values dropped between two layers while training, 0..1, 1 excluded; PyTorch's argument of that name.</summary>
    public float Dropout { get; init; }

    /// <summary>1, or 2 if <see cref="Bidirectional"/>.</summary>
    public int DirectionCount => Bidirectional ? 2 : 1;

    /// <summary>Numbers a layer gives at each step.</summary>
    public int OutputSize => checked(DirectionCount * HiddenSize);
}
