namespace LogGuard.Neural;

/// <summary>The weights of a whole network as the inner loops want them; a copy, renewed when weights change.</summary>
internal sealed class PackedNetwork
{
    private readonly NetworkDescription _description;
    private readonly AlignedBuffer? _embedding;
    private PackedMatrix? _outputBack;

    public PackedNetwork(NetworkDescription description)
    {
        _description = description;
        Sizes = new PaddedSizes(description);
        Layers = [.. Enumerable.Range(0, description.LayerCount).Select(layer => new PackedLayer(description, Sizes, layer))];
        Output = new PackedMatrix(Sizes.Hidden, Sizes.Output);
        OutputBias = new AlignedBuffer(Sizes.Output);
        if (description.Input == NetworkInput.Embedding)
        {
            _embedding = new AlignedBuffer(checked(description.SymbolCount * Sizes.Embedding));
        }
    }

    /// <summary>Row lengths.</summary>
    public PaddedSizes Sizes { get; }

    /// <summary>The LSTM layers, the one that reads symbols first.</summary>
    public PackedLayer[] Layers { get; }

    /// <summary>The output layer's weights, transposed, (hidden, output).</summary>
    public PackedMatrix Output { get; }

    /// <summary>The output layer's weights, (output, hidden); only after packing for training.</summary>
    public PackedMatrix OutputBack => _outputBack!;

    /// <summary>The output layer's bias, (output).</summary>
    public AlignedBuffer OutputBias { get; }

    /// <summary>The embedding vectors, (symbols, embedding).</summary>
    public AlignedBuffer Embedding => _embedding!;

    /// <summary>Takes over changed weights.</summary>
    /// <param name="weights">All weights, in the order of <see cref="WeightLayout"/>.</param>
    /// <param name="training">Whether the backward pass will be run.</param>
    public void Pack(NamedTensor[] weights, bool training)
    {
        int next = 0;
        if (_embedding is not null)
        {
            PackEmbedding(weights[next++].Values);
        }

        for (int layer = 0; layer < Layers.Length; layer++, next += 4)
        {
            Layers[layer].Pack(weights.AsSpan(next, 4), layer == 0 ? _embedding : null, training);
        }

        PackOutput(weights[next].Values, training);
        weights[next + 1].Values.CopyTo(OutputBias.Span);
    }

    private void PackEmbedding(float[] values)
    {
        int size = _description.EmbeddingSize;
        for (int symbol = 0; symbol < _description.SymbolCount; symbol++)
        {
            values.AsSpan(symbol * size, size).CopyTo(_embedding!.Span[(symbol * Sizes.Embedding)..]);
        }
    }

    private void PackOutput(float[] values, bool training)
    {
        if (training)
        {
            _outputBack ??= new PackedMatrix(Sizes.Output, Sizes.Hidden);
        }

        int source = 0;
        for (int output = 0; output < _description.OutputCount; output++)
        {
            for (int unit = 0; unit < _description.HiddenSize; unit++, source++)
            {
                Output[unit, output] = values[source];
                if (training)
                {
                    _outputBack![output, unit] = values[source];
                }
            }
        }
    }
}
