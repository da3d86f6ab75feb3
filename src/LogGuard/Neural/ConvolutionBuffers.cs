using System.Numerics;

namespace LogGuard.Neural;

/// <summary>
/// Runs a shard through the convolutions of a source and pools their results by the maximum, with one worker's buffers. Forward, by the
/// equations of <see cref="ConvolutionLayer"/>; backward, with ∂a = f'(a)·∂y of a filter and t its best window:
/// <code>
/// ∂W += ∂a·window_t     ∂b += ∂a     ∂window_t += ∂a·W
/// </code>
/// </summary>
internal sealed unsafe class ConvolutionBuffers
{
    private readonly PackedSource _source;
    private readonly StepVectors _vectors;
    private readonly bool _keep;
    private readonly int _size;
    private readonly int _channels;
    private readonly int _longest;
    private readonly AlignedBuffer _outputs;
    private readonly AlignedBuffer _gradients;
    private readonly int[] _places;
    private AlignedBuffer? _windows;
    private AlignedBuffer? _vectorGradients;
    private int[] _bestWindows = [];
    private int _steps;

    public ConvolutionBuffers(PackedSource source, bool keep)
    {
        _source = source;
        _keep = keep;
        _size = source.Source.PooledSize;
        _channels = source.Source.StepSize;
        _longest = source.Convolutions.Max(convolution => convolution.Layer.KernelSize);
        _vectors = new StepVectors(source, _channels);
        int width = source.Convolutions.Max(convolution => convolution.Width);
        _outputs = new AlignedBuffer(width);
        _gradients = new AlignedBuffer(width);
        _places = new int[width];
    }

    /// <summary>Runs forward.</summary>
    /// <param name="input">The input of the source.</param>
    /// <param name="rows">Number of rows.</param>
    /// <param name="pooled">Receives the results of the convolutions side by side, (rows, stride).</param>
    /// <param name="stride">Distance between two pooled rows.</param>
    public void Forward(in SourceRows input, int rows, float* pooled, int stride)
    {
        // A row shorter than a kernel has a window that reads on in zeros.
        _steps = Math.Max(input.Steps, _longest);
        _vectors.Fill(input, rows, _steps);
        int places = checked(rows * _size);
        if (_keep && _bestWindows.Length < places)
        {
            _bestWindows = new int[places];
        }

        for (int row = 0; row < rows; row++)
        {
            int place = 0;
            foreach (PackedConvolution convolution in _source.Convolutions)
            {
                int count = convolution.Layer.FilterCount;
                ForwardRow(convolution, _vectors.Row(row), Math.Max(1, input.Length(row) - convolution.Layer.KernelSize + 1));
                _outputs.Span[..count].CopyTo(new Span<float>(pooled + (nint)row * stride + place, count));
                if (_keep)
                {
                    _places.AsSpan(0, count).CopyTo(_bestWindows.AsSpan(row * _size + place));
                }

                place += count;
            }
        }
    }

    /// <summary>Runs backward and adds the gradients of weights.</summary>
    /// <param name="sums">Receives the gradients of weights.</param>
    /// <param name="input">The input of <see cref="Forward"/>.</param>
    /// <param name="rows">Number of rows.</param>
    /// <param name="pooled">The results of <see cref="Forward"/>, after dropout.</param>
    /// <param name="gradient">Gradients of the results before dropout, (rows, stride).</param>
    /// <param name="stride">Distance between two pooled rows.</param>
    public void Backward(GradientSums sums, in SourceRows input, int rows, float* pooled, float* gradient, int stride)
    {
        float* vectorGradients = null;
        int length = checked(_steps * _channels);
        if (_source.Embedding is not null)
        {
            _vectorGradients = AlignedBuffer.Grow(_vectorGradients, length);
            vectorGradients = _vectorGradients.Start;
        }

        for (int row = 0; row < rows; row++)
        {
            if (vectorGradients is not null)
            {
                new Span<float>(vectorGradients, length).Clear();
            }

            int place = 0;
            foreach (PackedConvolution convolution in _source.Convolutions)
            {
                int count = convolution.Layer.FilterCount;
                new Span<float>(pooled + (nint)row * stride + place, count).CopyTo(_outputs.Span);
                new Span<float>(gradient + (nint)row * stride + place, count).CopyTo(_gradients.Span);
                ActivationMath.Derive(convolution.Layer.Activation, 1 - _source.Source.Dropout, _outputs.Start, _gradients.Start, convolution.Width);
                BackwardRow(convolution, sums, _vectors.Row(row), vectorGradients, _bestWindows.AsSpan(row * _size + place, count));
                place += count;
            }

            if (vectorGradients is not null)
            {
                _vectors.AddToEmbedding(vectorGradients, input, row, sums.At(_source.EmbeddingSum));
            }
        }
    }

    private void ForwardRow(PackedConvolution convolution, float* vectors, int windows)
    {
        int width = convolution.Width;
        _windows = AlignedBuffer.Grow(_windows, checked(windows * width));
        MatrixProduct.Multiply(LeftOperand.Of(vectors, _channels), convolution.Map.Panels, _windows.Start, width, windows); // (windows, filters)

        fixed (int* places = _places)
        {
            for (int j = 0; j < width; j += Vector<float>.Count)
            {
                Vector<float> best = Vector.Load(_windows.Start + j);
                Vector<int> bestWindow = Vector<int>.Zero;
                for (int window = 1; window < windows; window++)
                {
                    Vector<float> sum = Vector.Load(_windows.Start + (nint)window * width + j);
                    Vector<int> isBetter = Vector.GreaterThan(sum, best);
                    best = Vector.ConditionalSelect(isBetter, sum, best);
                    bestWindow = Vector.ConditionalSelect(isBetter, Vector.Create(window), bestWindow);
                }

                (best + Vector.Load(convolution.Bias.Start + j)).Store(_outputs.Start + j);
                bestWindow.Store(places + j);
            }
        }

        ActivationMath.Apply(convolution.Layer.Activation, _outputs.Start, width);
    }

    private void BackwardRow(PackedConvolution convolution, GradientSums sums, float* vectors, float* vectorGradients, ReadOnlySpan<int> bestWindows)
    {
        int size = convolution.WindowSize;
        for (int filter = 0; filter < bestWindows.Length; filter++)
        {
            float gradient = _gradients.Start[filter];

            // Rectified and dropped filters, often most of them.
            if (gradient == 0)
            {
                continue;
            }

            nint window = (nint)bestWindows[filter] * _channels;
            nint kernel = (nint)filter * size;
            sums.At(convolution.BiasSum)[filter] += gradient;
            VectorMath.AddScaled(vectors + window, gradient, sums.At(convolution.KernelSum) + kernel, size);
            if (vectorGradients is not null)
            {
                VectorMath.AddScaled(convolution.Kernels.Start + kernel, gradient, vectorGradients + window, size);
            }
        }
    }
}
