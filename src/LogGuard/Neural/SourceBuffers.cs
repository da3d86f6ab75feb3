using System.Numerics;

namespace LogGuard.Neural;

/// <summary>
/// Runs a shard through one source, with one worker's buffers. Pooling over the T steps of a row: <c>last: p = x_T</c> (x₁ for
/// a backward direction, which ends there), <c>mean: p = 1/T·Σ xₜ</c>, attention or, instead, convolutions; then dropout and the dense
/// layers.
/// </summary>
internal sealed unsafe class SourceBuffers
{
    private readonly PackedSource _source;
    private readonly RecurrentBuffers? _recurrent;
    private readonly ConvolutionBuffers? _convolution;
    private readonly AttentionBuffers? _attention;
    private readonly StepVectors? _vectors;
    private readonly DenseBuffers _dense;
    private readonly bool _keep;
    private readonly int _width;
    private AlignedBuffer? _pooled;
    private AlignedBuffer? _pooledGradient;
    private AlignedBuffer? _vectorGradients;

    public SourceBuffers(PackedSource source, bool keep)
    {
        _source = source;
        _keep = keep;
        _recurrent = source.Layers.Length > 0 ? new RecurrentBuffers(source, keep) : null;
        _convolution = source.Convolutions.Length > 0 ? new ConvolutionBuffers(source, keep) : null;
        _dense = new DenseBuffers(source.Dense, keep);
        _width = source.Row.Width;
        _attention = source.Attention is { } attention ? new AttentionBuffers(attention, _width) : null;
        _vectors = _attention is not null && _recurrent is null ? new StepVectors(source, _width) : null;
    }

    /// <summary>Runs forward.</summary>
    /// <returns>The output of the source, (rows, its output width).</returns>
    public float* Forward(in SourceRows input, in Shard shard)
    {
        int length = checked(shard.Rows * _width);
        _pooled = AlignedBuffer.Grow(_pooled, length);
        _dense.Begin(shard.Rows);
        if (_recurrent is not null)
        {
            _recurrent.Begin(input, shard.Rows);
            RecurrentPass.Forward(_source, _recurrent, input, shard);
            if (_attention is null)
            {
                PoolOutputs(input, shard.Rows);
            }
            else
            {
                Attend(input, shard.Rows);
            }
        }
        else if (_attention is not null)
        {
            _vectors!.Fill(input, shard.Rows, input.Steps);
            Attend(input, shard.Rows);
        }
        else
        {
            _pooled.Span[..length].Clear();
            if (_convolution is not null)
            {
                _convolution.Forward(input, shard.Rows, _pooled.Start, _width);
            }
            else
            {
                PoolInputs(input, shard.Rows);
            }
        }

        shard.Dropout(_source.Source.Dropout, _source.PooledSite).Apply(_pooled.Start, _pooled.Start, shard.FirstRow, shard.Rows, _width);
        return _source.Dense.Forward(_dense, _pooled.Start, shard);
    }

    /// <summary>The buffer for the gradient of the output of <see cref="Forward"/>, (rows, its output width).</summary>
    public float* OutputGradient(int rows)
    {
        _pooledGradient = AlignedBuffer.Grow(_pooledGradient, checked(rows * _width));
        return _source.Dense.Count > 0 ? _dense.Gradient(_source.Dense.Count - 1) : _pooledGradient.Start;
    }

    /// <summary>Runs backward and adds the gradients of weights.</summary>
    public void Backward(GradientSums sums, in SourceRows input, in Shard shard)
    {
        // Input numbers without anything below them have no weights, so their gradient is not needed.
        bool needed = _recurrent is not null || _source.Embedding is not null || _convolution is not null || _attention is not null;
        float* gradient = needed ? _pooledGradient!.Start : null;
        _source.Dense.Backward(_dense, sums, _pooled!.Start, gradient, shard);
        if (needed)
        {
            shard.Dropout(_source.Source.Dropout, _source.PooledSite).Apply(gradient, gradient, shard.FirstRow, shard.Rows, _width);
        }

        if (_recurrent is not null)
        {
            UnpoolOutputs(sums, input, shard.Rows);
            RecurrentPass.Backward(_source, _recurrent, sums, input, shard);
        }
        else if (_attention is not null)
        {
            UnattendInputs(sums, input, shard.Rows);
        }
        else if (_convolution is not null)
        {
            _convolution.Backward(sums, input, shard.Rows, _pooled.Start, gradient, _width);
        }
        else if (needed)
        {
            UnpoolEmbedding(sums.At(_source.EmbeddingSum), input, shard.Rows);
        }
    }

    private void PoolOutputs(in SourceRows input, int rows)
    {
        RecurrentBuffers work = _recurrent!;
        int top = _source.Layers.Length - 1;
        for (int row = 0; row < rows; row++)
        {
            nint place = (nint)row * _width;
            int length = input.Length(row);
            var pooled = new Span<float>(_pooled!.Start + place, _width);
            if (_source.Source.Pooling == StepPooling.Mean)
            {
                pooled.Clear();
                for (int step = 0; step < length; step++)
                {
                    AddScaled(work.Output(top, step) + place, 1f / length, _pooled.Start + place, _width);
                }
            }
            else
            {
                int part = _width / _source.Layers[top].Length;
                new Span<float>(work.Output(top, length - 1) + place, part).CopyTo(pooled);
                new Span<float>(work.Output(top, 0) + place, _width)[part..].CopyTo(pooled[part..]);
            }
        }
    }

    private void UnpoolOutputs(GradientSums sums, in SourceRows input, int rows)
    {
        RecurrentBuffers work = _recurrent!;
        int top = _source.Layers.Length - 1;
        new Span<float>(work.OutputGradient(top, 0), checked(input.Steps * rows * _width)).Clear();
        for (int row = 0; row < rows; row++)
        {
            nint place = (nint)row * _width;
            int length = input.Length(row);
            float* gradient = _pooledGradient!.Start + place;
            if (_attention is not null)
            {
                _attention.Backward(row, work.Output(top, 0) + place, (nint)rows * _width, length, gradient, work.OutputGradient(top, 0) + place, sums);
            }
            else if (_source.Source.Pooling == StepPooling.Mean)
            {
                for (int step = 0; step < length; step++)
                {
                    AddScaled(gradient, 1f / length, work.OutputGradient(top, step) + place, _width);
                }
            }
            else
            {
                int part = _width / _source.Layers[top].Length;
                AddScaled(gradient, 1, work.OutputGradient(top, length - 1) + place, part);
                AddScaled(gradient + part, 1, work.OutputGradient(top, 0) + place + part, _width - part);
            }
        }
    }

    private void Attend(in SourceRows input, int rows)
    {
        _attention!.Begin(rows, input.Steps);
        for (int row = 0; row < rows; row++)
        {
            float* pooled = _pooled!.Start + (nint)row * _width;
            if (_recurrent is not null)
            {
                float* first = _recurrent.Output(_source.Layers.Length - 1, 0) + (nint)row * _width;
                _attention.Forward(row, first, (nint)rows * _width, input.Length(row), pooled);
            }
            else
            {
                _attention.Forward(row, _vectors!.Row(row), _width, input.Length(row), pooled);
            }
        }
    }

    private void UnattendInputs(GradientSums sums, in SourceRows input, int rows)
    {
        float* gradients = null;
        int length = checked(input.Steps * _width);
        if (_source.Embedding is not null)
        {
            _vectorGradients = AlignedBuffer.Grow(_vectorGradients, length);
            gradients = _vectorGradients.Start;
        }

        for (int row = 0; row < rows; row++)
        {
            if (gradients is not null)
            {
                new Span<float>(gradients, length).Clear();
            }

            _attention!.Backward(row, _vectors!.Row(row), _width, input.Length(row), _pooledGradient!.Start + (nint)row * _width, gradients, sums);
            if (gradients is not null)
            {
                _vectors.AddToEmbedding(gradients, input, row, sums.At(_source.EmbeddingSum));
            }
        }
    }

    // Without recurrent layers the input itself is pooled: unit or embedding vectors, then numbers.
    private void PoolInputs(in SourceRows input, int rows)
    {
        NetworkSource source = _source.Source;
        for (int row = 0; row < rows; row++)
        {
            float* pooled = _pooled!.Start + (nint)row * _width;
            (int first, int length, float share) = PooledSteps(input, row);
            for (int step = first; step < length; step++)
            {
                nint place = (nint)row * input.Steps + step;
                for (int j = 0; j < source.ValueCount; j++)
                {
                    pooled[source.SymbolSize + j] += share * input.Values[place * source.ValueCount + j];
                }

                if (_source.Embedding is null)
                {
                    if (source.SymbolCount > 0)
                    {
                        pooled[input.Symbols[place]] += share;
                    }

                    continue;
                }

                float* vector = _source.Embedding.Start + (nint)input.Symbols[place] * source.EmbeddingSize;
                for (int j = 0; j < source.EmbeddingSize; j++)
                {
                    pooled[j] += share * vector[j];
                }
            }
        }
    }

    private void UnpoolEmbedding(float* sum, in SourceRows input, int rows)
    {
        int size = _source.Source.EmbeddingSize;
        for (int row = 0; row < rows; row++)
        {
            float* gradient = _pooledGradient!.Start + (nint)row * _width;
            (int first, int length, float share) = PooledSteps(input, row);
            for (int step = first; step < length; step++)
            {
                float* vector = sum + (nint)input.Symbols[(nint)row * input.Steps + step] * size;
                for (int j = 0; j < size; j++)
                {
                    vector[j] += share * gradient[j];
                }
            }
        }
    }

    private (int First, int Length, float Share) PooledSteps(in SourceRows input, int row)
    {
        int length = input.Length(row);
        return _source.Source.Pooling == StepPooling.Mean ? (0, length, 1f / length) : (length - 1, length, 1);
    }

    private static void AddScaled(float* values, float scale, float* sum, int count)
    {
        Vector<float> factor = Vector.Create(scale);
        for (int j = 0; j < count; j += Vector<float>.Count)
        {
            (Vector.Load(sum + j) + Vector.Load(values + j) * factor).Store(sum + j);
        }
    }
}
