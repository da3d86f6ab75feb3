namespace LogGuard.Neural;

/// <summary>
/// The weights of one LSTM layer as the inner loops want them: padded, transposed and packed. Equation of the
/// products that enter the gates: a = bias[symbol] + x·Wᵢₕᵀ + h·Wₕₕᵀ.
/// </summary>
/// <remarks>
/// The first layer reads symbols, so its products x·Wᵢₕᵀ have only as many values as there are symbols. They are
/// worked out once for each symbol and kept, with both bias vectors, in <see cref="Bias"/>: a one-hot input costs
/// nothing, an embedded one no more.
/// </remarks>
internal sealed unsafe class PackedLayer
{
    private readonly NetworkDescription _description;
    private readonly PaddedSizes _sizes;
    private readonly bool _oneHot;

    public PackedLayer(NetworkDescription description, PaddedSizes sizes, int layer)
    {
        _description = description;
        _sizes = sizes;
        _oneHot = layer == 0 && description.Input == NetworkInput.OneHot;
        BiasRows = layer == 0 ? description.SymbolCount : 1;
        InputSize = layer == 0 ? description.InputSize : description.HiddenSize;

        Bias = new AlignedBuffer(checked(BiasRows * sizes.Gates));
        Recurrent = new PackedMatrix(sizes.Hidden, sizes.Gates);
        Input = _oneHot ? null : new PackedMatrix(PaddedSizes.Pad(InputSize), sizes.Gates);
    }

    /// <summary>Rows of <see cref="Bias"/>: the symbols in the first layer, else 1.</summary>
    public int BiasRows { get; }

    /// <summary>Numbers that enter at each step, not padded.</summary>
    public int InputSize { get; }

    /// <summary>b_ih + b_hh, in the first layer plus x·Wᵢₕᵀ of each symbol, (bias rows, gates).</summary>
    public AlignedBuffer Bias { get; }

    /// <summary>Wₕₕᵀ, (hidden, gates).</summary>
    public PackedMatrix Recurrent { get; }

    /// <summary>Wₕₕ, (gates, hidden); only after packing for training.</summary>
    public PackedMatrix? RecurrentBack { get; private set; }

    /// <summary>Wᵢₕᵀ, (input, gates); none for one-hot input.</summary>
    public PackedMatrix? Input { get; }

    /// <summary>Wᵢₕ, (gates, input); only after packing for training, and none for one-hot input.</summary>
    public PackedMatrix? InputBack { get; private set; }

    /// <summary>Takes over changed weights.</summary>
    /// <param name="weights">W_ih, W_hh, b_ih and b_hh of this layer.</param>
    /// <param name="embedding">The embedding vectors, padded, (symbols, embedding); null if this layer has none.</param>
    /// <param name="training">Whether the backward pass will be run.</param>
    public void Pack(ReadOnlySpan<NamedTensor> weights, AlignedBuffer? embedding, bool training)
    {
        if (training)
        {
            RecurrentBack ??= new PackedMatrix(_sizes.Gates, _sizes.Hidden);
            InputBack ??= _oneHot ? null : new PackedMatrix(_sizes.Gates, InputSize);
        }

        PackMatrix(weights[1].Values, _description.HiddenSize, Recurrent, training ? RecurrentBack : null);
        PackBias(weights[2].Values, weights[3].Values, _oneHot ? weights[0].Values : null);
        if (Input is not null)
        {
            PackMatrix(weights[0].Values, InputSize, Input, training ? InputBack : null);
        }

        if (embedding is not null)
        {
            MatrixProduct.Multiply(LeftOperand.Of(embedding.Start, _sizes.Embedding), Input!.Panels,
                Bias.Start, _sizes.Gates, BiasRows, accumulate: true); // (symbols, gates)
        }
    }

    private void PackMatrix(float[] values, int columns, PackedMatrix forward, PackedMatrix? back)
    {
        int source = 0;
        for (int gate = 0; gate < 4; gate++)
        {
            for (int unit = 0; unit < _description.HiddenSize; unit++)
            {
                int padded = gate * _sizes.Hidden + unit;
                for (int column = 0; column < columns; column++, source++)
                {
                    forward[column, padded] = values[source];
                    if (back is not null)
                    {
                        back[padded, column] = values[source];
                    }
                }
            }
        }
    }

    private void PackBias(float[] inputBias, float[] recurrentBias, float[]? oneHotWeights)
    {
        Span<float> bias = Bias.Span;
        for (int gate = 0; gate < 4; gate++)
        {
            for (int unit = 0; unit < _description.HiddenSize; unit++)
            {
                int source = gate * _description.HiddenSize + unit;
                int padded = gate * _sizes.Hidden + unit;
                for (int row = 0; row < BiasRows; row++)
                {
                    float weight = oneHotWeights is null ? 0 : oneHotWeights[source * InputSize + row];
                    bias[row * _sizes.Gates + padded] = inputBias[source] + recurrentBias[source] + weight;
                }
            }
        }
    }
}
