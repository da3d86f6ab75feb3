namespace LogGuard.Neural;

/// <summary>
/// The weights of a convolution, packed for the inner loops. PyTorch's W is (filters, channels, kernel). A window of k steps lies in one
/// piece in memory, step after step, so here W is a matrix (k·channels, filters), and the windows of a row are the rows of the left side of
/// one product, which overlap.
/// </summary>
internal sealed unsafe class PackedConvolution
{
    private readonly int _channels;
    private readonly int _first;

    /// <param name="layer">The description of the convolution.</param>
    /// <param name="channels">Length of the vector of a step.</param>
    /// <param name="tensors">Number of its first weight tensor; advanced past its last.</param>
    /// <param name="sums">Assigns the places of the gradients.</param>
    public PackedConvolution(ConvolutionLayer layer, int channels, ref int tensors, GradientLayout sums)
    {
        _channels = channels;
        _first = tensors;
        tensors += 2;
        Layer = layer;
        Width = PaddedRow.Pad(layer.FilterCount);
        WindowSize = checked(layer.KernelSize * channels);
        Map = new PackedMatrix(WindowSize, Width);
        Kernels = new AlignedBuffer(checked(layer.FilterCount * WindowSize));
        Bias = new AlignedBuffer(Width);
        KernelSum = sums.Take(Kernels.Length);
        BiasSum = sums.Take(Width);
    }

    /// <summary>The description of the convolution.</summary>
    public ConvolutionLayer Layer { get; }

    /// <summary>Length of a row of filters, padded.</summary>
    public int Width { get; }

    /// <summary>Numbers that a filter reads: k·channels.</summary>
    public int WindowSize { get; }

    /// <summary>W as the right side of a product, (window, filters).</summary>
    public PackedMatrix Map { get; }

    /// <summary>W by filter, (filters, window).</summary>
    public AlignedBuffer Kernels { get; }

    /// <summary>b, (padded filters).</summary>
    public AlignedBuffer Bias { get; }

    /// <summary>Place of the gradient of <see cref="Kernels"/> in the sums, (filters, window).</summary>
    public int KernelSum { get; }

    /// <summary>Place of ∂b in the sums, (filters).</summary>
    public int BiasSum { get; }

    /// <summary>Copies changed weights into the packed form.</summary>
    public void Pack(NamedTensor[] weights)
    {
        ReadOnlySpan<float> from = weights[_first].Values;
        int kernel = Layer.KernelSize;
        for (int filter = 0; filter < Layer.FilterCount; filter++)
        {
            ReadOnlySpan<float> row = from.Slice(filter * WindowSize, WindowSize);
            Span<float> to = Kernels.Span.Slice(filter * WindowSize, WindowSize);
            float* column = Map.Column(filter);
            for (int step = 0; step < kernel; step++)
            {
                for (int channel = 0; channel < _channels; channel++)
                {
                    int place = step * _channels + channel;
                    to[place] = row[channel * kernel + step];
                    column[(nint)place * Panels.Width] = to[place];
                }
            }
        }

        weights[_first + 1].Values.CopyTo(Bias.Span);
    }

    /// <summary>Overwrites its gradient tensors.</summary>
    public void Export(GradientSums sums, NamedTensor[] gradients)
    {
        Span<float> to = gradients[_first].Values;
        int kernel = Layer.KernelSize;
        for (int filter = 0; filter < Layer.FilterCount; filter++)
        {
            float* row = sums.At(KernelSum) + (nint)filter * WindowSize;
            for (int step = 0; step < kernel; step++)
            {
                for (int channel = 0; channel < _channels; channel++)
                {
                    to[filter * WindowSize + channel * kernel + step] = row[step * _channels + channel];
                }
            }
        }

        new Span<float>(sums.At(BiasSum), Layer.FilterCount).CopyTo(gradients[_first + 1].Values);
    }
}
