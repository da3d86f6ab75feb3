namespace LogGuard.Neural;

/// <summary>The weights of a dense layer, y = f(x·Wᵀ + b), packed for the inner loops.</summary>
internal sealed unsafe class PackedDense
{
    private readonly int _first;
    private readonly PaddedRow _output;

    /// <param name="layer">The description of the layer.</param>
    /// <param name="input">Layout of x.</param>
    /// <param name="tensors">Number of its first weight tensor; advanced past its last.</param>
    /// <param name="sums">Assigns the places of the gradients.</param>
    /// <param name="site">Number of its dropout in the network.</param>
    public PackedDense(DenseLayer layer, PaddedRow input, ref int tensors, GradientLayout sums, int site)
    {
        _output = PaddedRow.Of(layer.Size);
        _first = tensors;
        tensors += 2;
        Layer = layer;
        Site = site;
        Map = new PackedLinear(input, _output, sums);
        Bias = new AlignedBuffer(_output.Width);
        BiasSum = sums.Take(_output.Width);
    }

    /// <summary>The description of the layer.</summary>
    public DenseLayer Layer { get; }

    /// <summary>Number of its dropout in the network.</summary>
    public int Site { get; }

    /// <summary>W.</summary>
    public PackedLinear Map { get; }

    /// <summary>b, (output).</summary>
    public AlignedBuffer Bias { get; }

    /// <summary>Place of ∂b in the sums, (output).</summary>
    public int BiasSum { get; }

    /// <summary>Layout of y.</summary>
    public PaddedRow Output => _output;

    /// <summary>Copies changed weights into the packed form.</summary>
    public void Pack(NamedTensor[] weights, bool training)
    {
        Map.Pack(weights[_first].Values, weights[_first].Shape[1], 0, training);
        weights[_first + 1].Values.CopyTo(Bias.Span);
    }

    /// <summary>Overwrites its gradient tensors.</summary>
    public void Export(GradientSums sums, NamedTensor[] gradients)
    {
        Map.Export(sums.At(Map.Sum), gradients[_first].Values, gradients[_first].Shape[1], 0);
        new Span<float>(sums.At(BiasSum), Layer.Size).CopyTo(gradients[_first + 1].Values);
    }
}
