using LogGuard.Neural;
using TorchSharp;
using TorchSharp.Modules;

namespace LogGuard.TorchSharp;

/// <summary>One source of a network on the device: symbols and numbers in, one row out.</summary>
internal sealed class DeviceSource
{
    private readonly NetworkSource _source;
    private readonly torch.Device _device;
    private readonly torch.ScalarType _type;
    private readonly Embedding? _embedding;
    private readonly DeviceRecurrent? _recurrent;
    private readonly DeviceConvolution? _convolution;
    private readonly DeviceAttention? _attention;
    private readonly DeviceDense _dense;
    private readonly int _number;

    /// <summary>Makes a source whose weights are not set, and not on the device yet.</summary>
    /// <param name="source">Its description.</param>
    /// <param name="number">Its number in the network.</param>
    /// <param name="device">The device.</param>
    /// <param name="type">Type of the weights and of what is computed.</param>
    /// <param name="resources">Owns modules and weights.</param>
    public DeviceSource(NetworkSource source, int number, torch.Device device, torch.ScalarType type, DeviceResources resources)
    {
        (_source, _number, _device, _type) = (source, number, device, type);
        _embedding = source.HasEmbedding ? resources.Own(torch.nn.Embedding(source.SymbolCount, source.EmbeddingSize)) : null;
        _recurrent = source.Recurrent is { } stack ? new DeviceRecurrent(stack, source.StepSize, number, resources) : null;
        _convolution = source.Convolutions.Count > 0 ? new DeviceConvolution(source.Convolutions, source.StepSize, resources) : null;
        _attention = source.Pooling == StepPooling.Attention ? new DeviceAttention(source.PooledSize, resources) : null;
        _dense = new DeviceDense(source.Layers, source.PooledSize, number, resources);
        Weights =
        [
            .. _embedding is null ? [] : _embedding.named_parameters().Select(one => (Kept(one.parameter), (RecurrentModule?)null)),
            .. _recurrent?.Weights ?? [],
            .. (_convolution?.Parameters ?? []).Concat(_attention?.Parameters ?? []).Concat(_dense.Parameters)
                .Select(parameter => (parameter, (RecurrentModule?)null)),
        ];
    }

    /// <summary>Its weights, in the order of <see cref="WeightLayout"/>, with the recurrent module that each belongs to.</summary>
    public IReadOnlyList<(Parameter Weight, RecurrentModule? Module)> Weights { get; }

    /// <summary>Runs forward.</summary>
    /// <returns>(rows, outputs).</returns>
    public torch.Tensor Forward(in ChunkInput chunk, Staging staging)
    {
        SourceBatch input = chunk.Batch.Sources[_number];
        (torch.Tensor? lengths, torch.Tensor? counts) = Lengths(input, chunk, staging);
        torch.Tensor steps = Steps(input, chunk, staging);
        torch.Tensor pooled = Pool(steps, lengths, counts, chunk, staging);
        if (_source.Dropout > 0 && chunk.Masks is { } masks)
        {
            float[] mask = masks.AfterPooling(_number, chunk.First, chunk.Count);
            pooled = pooled * staging.Floats(mask, chunk.Count, _source.PooledSize).to(pooled.dtype);
        }

        return _dense.Forward(pooled, chunk, staging);
    }

    private static Parameter Kept(Parameter parameter)
    {
        parameter.DetachFromDisposeScope();
        return parameter;
    }

    private static (torch.Tensor? OnHost, torch.Tensor? OnDevice) Lengths(SourceBatch input, in ChunkInput chunk, Staging staging)
    {
        if (input.Lengths.IsEmpty)
        {
            return (null, null);
        }

        ReadOnlySpan<int> lengths = input.Lengths.Span.Slice(chunk.First, chunk.Count);
        return lengths.ContainsAnyExcept(input.StepCount) ? (Staging.Lengths(lengths), staging.Indices(lengths, chunk.Count)) : (null, null);
    }

    // The input at each step, (rows, steps, step size): the symbol's vector, then the numbers.
    private torch.Tensor Steps(SourceBatch input, in ChunkInput chunk, Staging staging)
    {
        int count = chunk.Count;
        int steps = input.StepCount;
        torch.Tensor? symbols = null;
        if (_source.SymbolCount > 0)
        {
            torch.Tensor indices = staging.Indices(input.Symbols.Span.Slice(chunk.First * steps, count * steps), count, steps);
            symbols = _embedding is null
                ? OneHot(indices)
                : _embedding.call(indices);
        }

        if (_source.ValueCount == 0)
        {
            return symbols!;
        }

        int width = steps * _source.ValueCount;
        torch.Tensor values = staging
            .Floats(input.Values.Span.Slice(chunk.First * width, count * width), count, steps, _source.ValueCount)
            .to(_type);
        return symbols is null ? values : torch.cat([symbols, values], 2);
    }

    private torch.Tensor OneHot(torch.Tensor indices)
    {
        torch.Tensor places = indices.unsqueeze(2);
        torch.Tensor ones = torch.ones(places.shape, dtype: _type, device: _device);
        return torch.zeros([.. indices.shape, _source.SymbolCount], dtype: _type, device: _device).scatter_(2, places, ones);
    }

    private torch.Tensor Pool(torch.Tensor steps, torch.Tensor? lengths, torch.Tensor? counts, in ChunkInput chunk, Staging staging)
    {
        if (_convolution is not null)
        {
            return _convolution.Forward(steps, counts);
        }

        torch.Tensor? last = null;
        if (_recurrent is not null)
        {
            (steps, last) = _recurrent.Forward(steps, lengths, counts, needsSteps: _source.Pooling != StepPooling.Last, chunk, staging);
        }

        return _attention is not null ? _attention.Forward(steps, counts)
            : _source.Pooling == StepPooling.Last ? last ?? StepMask.Last(steps, counts)
            : Mean(steps, counts);
    }

    // Without recurrent layers the steps after a row's last one hold padding; with them, zeros.
    private torch.Tensor Mean(torch.Tensor steps, torch.Tensor? counts)
    {
        if (counts is null)
        {
            return steps.mean([1]);
        }

        if (_recurrent is null)
        {
            steps = steps * StepMask.Inside(counts, steps.shape[1]).unsqueeze(2).to(steps.dtype);
        }

        return steps.sum(1) / counts.to(steps.dtype).unsqueeze(1);
    }
}
