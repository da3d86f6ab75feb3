using LogGuard.Neural;
using TorchSharp;
using TorchSharp.Modules;

namespace LogGuard.TorchSharp;

/// <summary>One source of a network on the device: symbols and numbers in, one row out.</summary>
internal sealed unsafe class DeviceSource
{
    private readonly NetworkSource _source;
    private readonly torch.Device _device;
    private readonly torch.ScalarType _type;
    private readonly Embedding? _embedding;
    private readonly DeviceRecurrent? _recurrent;
    private readonly DeviceDense _dense;
    private readonly PaddedRow _layout;
    private readonly int _pooledSite;

    public DeviceSource(NetworkSource source, torch.Device device, torch.ScalarType type, ref int sites)
    {
        (_source, _device, _type) = (source, device, type);
        if (source.HasEmbedding)
        {
            _embedding = torch.nn.Embedding(source.SymbolCount, source.EmbeddingSize).to(device).to(type);
        }

        // The numbers of the dropouts are the managed engine's: one for each boundary of recurrent layers, then one for the pooled row.
        int layers = source.Recurrent?.LayerCount ?? 0;
        if (source.Recurrent is { } stack)
        {
            _recurrent = new DeviceRecurrent(stack, source.StepSize, device, type, sites);
            _layout = PaddedRow.Join(Enumerable.Repeat(PaddedRow.Of(stack.HiddenSize), stack.DirectionCount));
        }
        else
        {
            _layout = PaddedRow.Of(source.StepSize);
        }

        _pooledSite = sites + Math.Max(layers, 1) - 1;
        sites += Math.Max(layers, 1);
        _dense = new DeviceDense(source.Layers, source.PooledSize, device, type, ref sites);
        Parameters =
        [
            .. _embedding is null ? [] : new torch.Tensor[] { _embedding.weight!.DetachFromDisposeScope() },
            .. _recurrent?.Parameters ?? [],
            .. _dense.Parameters,
        ];
    }

    /// <summary>Its weights, in the order of <see cref="WeightLayout"/>.</summary>
    public IReadOnlyList<torch.Tensor> Parameters { get; }

    /// <summary>Runs forward.</summary>
    /// <returns>(rows, outputs).</returns>
    public torch.Tensor Forward(in SourceRows batch, in ChunkInput chunk, Staging staging)
    {
        SourceRows rows = batch.From(chunk.First, _source.ValueCount);
        (torch.Tensor? lengths, torch.Tensor? counts) = Lengths(rows, chunk.Count, staging);
        torch.Tensor steps = Steps(rows, chunk.Count, staging);
        torch.Tensor pooled = _recurrent is null ? Pool(steps, counts) : _recurrent.Forward(steps, lengths, counts, _source.Pooling, chunk, staging);
        if (_source.Dropout > 0 && chunk.Masks is { } masks)
        {
            float[] mask = masks.Rows(_source.Dropout, _pooledSite, _layout, chunk.First, chunk.Count);
            pooled = pooled * staging.Floats(mask, chunk.Count, _source.PooledSize).to(pooled.dtype);
        }

        return _dense.Forward(pooled, chunk, staging);
    }

    private static (torch.Tensor? OnHost, torch.Tensor? OnDevice) Lengths(in SourceRows rows, int count, Staging staging)
    {
        if (rows.Lengths is null)
        {
            return (null, null);
        }

        var lengths = new ReadOnlySpan<int>(rows.Lengths, count);
        return lengths.ContainsAnyExcept(rows.Steps) ? (Staging.Lengths(lengths), staging.Indices(lengths, count)) : (null, null);
    }

    // What enters at each step, (rows, steps, step size): the symbol's vector, then the numbers.
    private torch.Tensor Steps(in SourceRows rows, int count, Staging staging)
    {
        torch.Tensor? symbols = null;
        if (_source.SymbolCount > 0)
        {
            torch.Tensor indices = staging.Indices(new ReadOnlySpan<int>(rows.Symbols, checked(count * rows.Steps)), count, rows.Steps);
            symbols = _embedding is null
                ? OneHot(indices)
                : _embedding.call(indices);
        }

        if (_source.ValueCount == 0)
        {
            return symbols!;
        }

        torch.Tensor values = staging
            .Floats(new ReadOnlySpan<float>(rows.Values, checked(count * rows.Steps * _source.ValueCount)), count, rows.Steps, _source.ValueCount)
            .to(_type);
        return symbols is null ? values : torch.cat([symbols, values], 2);
    }

    private torch.Tensor OneHot(torch.Tensor indices)
    {
        torch.Tensor places = indices.unsqueeze(2);
        torch.Tensor ones = torch.ones(places.shape, dtype: _type, device: _device);
        return torch.zeros([.. indices.shape, _source.SymbolCount], dtype: _type, device: _device).scatter_(2, places, ones);
    }

    // Without recurrent layers what enters is pooled itself.
    private torch.Tensor Pool(torch.Tensor steps, torch.Tensor? counts)
    {
        long stepCount = steps.shape[1];
        if (counts is null)
        {
            return _source.Pooling == StepPooling.Mean ? steps.mean([1]) : steps.select(1, stepCount - 1);
        }

        if (_source.Pooling == StepPooling.Mean)
        {
            torch.Tensor isInside = torch.arange(stepCount, device: _device).unsqueeze(0).lt(counts.unsqueeze(1)).unsqueeze(2).to(steps.dtype);
            return (steps * isInside).sum(1) / counts.to(steps.dtype).unsqueeze(1);
        }

        torch.Tensor last = (counts - 1).view(-1, 1, 1).expand(-1, 1, steps.shape[2]);
        return steps.gather(1, last).squeeze(1);
    }
}
