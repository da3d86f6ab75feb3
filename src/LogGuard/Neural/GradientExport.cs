namespace LogGuard.Neural;

/// <summary>Brings padded, transposed gradient sums into the names and shapes of <see cref="WeightLayout"/>.</summary>
internal sealed unsafe class GradientExport
{
    private readonly NetworkDescription _description;
    private readonly PackedNetwork _network;
    private readonly NamedTensor[] _gradients;

    // With embedding input only: gradient of the first layer's Wᵢₕᵀ and of the embedding vectors, padded.
    private readonly AlignedBuffer? _inputSum;
    private readonly AlignedBuffer? _embeddingSum;

    public GradientExport(NetworkDescription description, PackedNetwork network, NamedTensor[] gradients)
    {
        _description = description;
        _network = network;
        _gradients = gradients;
        if (description.Input == NetworkInput.Embedding)
        {
            _inputSum = new AlignedBuffer(network.Sizes.Embedding * network.Sizes.Gates);
            _embeddingSum = new AlignedBuffer(description.SymbolCount * network.Sizes.Embedding);
        }
    }

    /// <summary>Overwrites the gradient tensors.</summary>
    public void Run(GradientSums sums)
    {
        PaddedSizes sizes = _network.Sizes;
        int next = 0;
        if (_embeddingSum is not null)
        {
            MultiplyEmbedding(sums);
            CopyRows(_embeddingSum.Start, sizes.Embedding, _gradients[next++].Values, _description.EmbeddingSize);
        }

        for (int layer = 0; layer < _network.Layers.Length; layer++)
        {
            PackedLayer packed = _network.Layers[layer];

            // A one-hot input is 1 at the symbol: the gradient of its weights is that of the symbol's bias row.
            float* input = layer > 0 ? sums.Input(layer) : _inputSum is not null ? _inputSum.Start : sums.Bias(0);
            CopyTransposed(input, packed.InputSize, _gradients[next++].Values);
            CopyTransposed(sums.Recurrent(layer), _description.HiddenSize, _gradients[next++].Values);
            SumBias(sums.Bias(layer), packed.BiasRows, _gradients[next].Values);
            _gradients[next++].Values.CopyTo(_gradients[next++].Values, 0);
        }

        CopyRows(sums.Output, sizes.Hidden, _gradients[next++].Values, _description.HiddenSize);
        CopyRows(sums.OutputBias, sizes.Output, _gradients[next].Values, _description.OutputCount);
    }

    // bias[symbol] = e[symbol]·Wᵢₕᵀ + b, hence ∂e = ∂bias·Wᵢₕ and ∂Wᵢₕᵀ = eᵀ·∂bias.
    private void MultiplyEmbedding(GradientSums sums)
    {
        PaddedSizes sizes = _network.Sizes;
        int symbols = _description.SymbolCount;
        MatrixProduct.Multiply(LeftOperand.Of(sums.Bias(0), sizes.Gates), _network.Layers[0].InputBack!.Panels,
            _embeddingSum!.Start, sizes.Embedding, symbols); // (symbols, embedding)
        MatrixProduct.Multiply(LeftOperand.TransposeOf(_network.Embedding.Start, sizes.Embedding),
            Panels.OfRowMajor(sums.Bias(0), symbols, sizes.Gates, sizes.Gates),
            _inputSum!.Start, sizes.Gates, sizes.Embedding); // (embedding, gates)
    }

    // From (columns, gates) with padding to (4·hidden, columns) without.
    private void CopyTransposed(float* from, int columns, float[] to)
    {
        int place = 0;
        for (int gate = 0; gate < 4; gate++)
        {
            for (int unit = 0; unit < _description.HiddenSize; unit++)
            {
                float* column = from + gate * _network.Sizes.Hidden + unit;
                for (int j = 0; j < columns; j++)
                {
                    to[place++] = column[(nint)j * _network.Sizes.Gates];
                }
            }
        }
    }

    private void SumBias(float* from, int rows, float[] to)
    {
        Array.Clear(to);
        for (int row = 0; row < rows; row++)
        {
            int place = 0;
            for (int gate = 0; gate < 4; gate++)
            {
                float* values = from + (nint)row * _network.Sizes.Gates + gate * _network.Sizes.Hidden;
                for (int unit = 0; unit < _description.HiddenSize; unit++)
                {
                    to[place++] += values[unit];
                }
            }
        }
    }

    private static void CopyRows(float* from, int stride, float[] to, int columns)
    {
        for (int row = 0; row < to.Length / columns; row++)
        {
            new Span<float>(from + (nint)row * stride, columns).CopyTo(to.AsSpan(row * columns));
        }
    }
}
