using System.Runtime.InteropServices;
using LogGuard.Neural;
using TorchSharp;
using TorchSharp.Modules;

namespace LogGuard.TorchSharp;

/// <summary>A network on a device.</summary>
internal sealed class DeviceNetwork : IDisposable
{
    /// <summary>
    /// Approximate limit, in bytes, on the activations of rows that run together. A batch of any size then fits on a shared GPU of a few
    /// GB, and a run still has thousands of rows of DeepLog's network. libtorch keeps what a run took for the next one and offers no call
    /// that returns it, so this is also what the process keeps, a few times over for the backward pass.
    /// </summary>
    private const long ChunkBytes = 1L << 29;

    /// <summary>Rows that run together are a multiple of this, except at the end of a batch.</summary>
    private const int RowStep = 64;

    private readonly DeviceResources _resources = new();
    private readonly DeviceSource[] _sources;
    private readonly DeviceDense _dense;

    /// <summary>Makes a network with weights of zero.</summary>
    public DeviceNetwork(NetworkDescription description, torch.Device device, bool mixedPrecision)
    {
        Description = description;
        torch.ScalarType type = mixedPrecision ? torch.ScalarType.BFloat16 : torch.ScalarType.Float32;
        try
        {
            // A dispose scope of the host must not dispose the weights when it ends.
            using DisposeScope scope = torch.NewDisposeScope();
            _sources = [.. description.Sources.Select((source, number) => new DeviceSource(source, number, device, type, _resources))];
            int joined = description.Sources.Sum(source => source.OutputSize);
            _dense = new DeviceDense([.. description.Layers, new DenseLayer(description.OutputCount)], joined, source: null, _resources);
            Weights = new DeviceWeights(Blocks(), device, type, _resources);
            Staging = _resources.Own(new Staging(device));
        }
        catch
        {
            _resources.Dispose();
            throw;
        }
    }

    public NetworkDescription Description { get; }

    public DeviceWeights Weights { get; }

    public Staging Staging { get; }

    /// <summary>Copies weights to the device.</summary>
    public void Load(IReadOnlyList<NamedTensor> weights) => Weights.Load(weights);

    /// <summary>Copies the weights to the host.</summary>
    public void Save(IReadOnlyList<NamedTensor> weights) => Weights.Save(Weights.Vector, weights);

    /// <summary>Frees its memory, or leaves it allocated if the device no longer answers.</summary>
    public void Dispose()
    {
        try
        {
            using DisposeScope scope = torch.NewDisposeScope();
            Weights.Vector.narrow(0, 0, 1).cpu();
        }
        catch (Exception)
        {
            _resources.Abandon();
            return;
        }

        _resources.Dispose();
    }

    /// <summary>Runs some rows forward. Must be called inside a dispose scope, and after the staging was restarted.</summary>
    /// <returns>Scores, float32, (rows, outputs).</returns>
    public torch.Tensor Forward(in ChunkInput chunk)
    {
        var parts = new torch.Tensor[_sources.Length];
        for (int source = 0; source < parts.Length; source++)
        {
            parts[source] = _sources[source].Forward(chunk, Staging);
        }

        torch.Tensor joined = parts.Length == 1 ? parts[0] : torch.cat(parts, 1);
        return _dense.Forward(joined, chunk, Staging).to(torch.ScalarType.Float32);
    }

    /// <summary>Predicts a batch that was checked.</summary>
    public void Predict(NetworkBatch batch, Span<float> outputs)
    {
        using IDisposable noGradients = torch.no_grad();
        int count = batch.RowCount;
        int chunkRows = ChunkRows(batch, isTraining: false);
        for (int first = 0; first < count; first += chunkRows)
        {
            using DisposeScope scope = torch.NewDisposeScope();
            Staging.Restart();
            int part = Math.Min(chunkRows, count - first);
            torch.Tensor scores = Forward(new ChunkInput(batch, first, part, null));
            torch.Tensor finished = Description.Head switch
            {
                NetworkHead.Softmax => scores.softmax(1),
                NetworkHead.Sigmoid => scores.sigmoid(),
                _ => scores,
            };
            MemoryMarshal.Cast<byte, float>(finished.cpu().contiguous().bytes)
                .CopyTo(outputs.Slice(first * Description.OutputCount, part * Description.OutputCount));
        }
    }

    /// <summary>Number of rows that run together.</summary>
    public int ChunkRows(NetworkBatch batch, bool isTraining)
    {
        long perRow = Description.OutputCount + Description.Layers.Sum(layer => (long)layer.Size);
        for (int source = 0; source < _sources.Length; source++)
        {
            NetworkSource described = Description.Sources[source];
            long perStep = described.StepSize;
            if (described.Recurrent is { } stack)
            {
                // Training keeps gates, cell and output of each layer for the backward pass.
                perStep += (isTraining ? 7L : 2L) * stack.OutputSize * (isTraining ? stack.LayerCount : 1) + 4L * stack.OutputSize;
                if (stack.Kind == RecurrentKind.Msif)
                {
                    // Every step of it makes new tensors, and no call to the device shares them.
                    perStep += 24L * stack.KindCount * stack.OutputSize * stack.LayerCount;
                }
            }

            // The padded and transposed input, and the windows before and after their mask.
            perStep += described.Convolutions.Count > 0 ? 3L * described.StepSize + 2L * described.PooledSize : 0;
            perStep += described.Pooling == StepPooling.Attention ? described.PooledSize : 0;

            perRow += perStep * batch.Sources[source].StepCount + described.Layers.Sum(layer => (long)layer.Size);
        }

        long fitting = ChunkBytes / (perRow * sizeof(float));
        return (int)Math.Clamp(fitting / RowStep * RowStep, RowStep, 1 << 20);
    }

    // Each recurrent module, for cuDNN, and everything else.
    private List<WeightBlock> Blocks()
    {
        (Parameter Weight, RecurrentModule? Module)[] all =
            [.. _sources.SelectMany(source => source.Weights), .. _dense.Parameters.Select(weight => (weight, (RecurrentModule?)null))];
        return
        [
            .. all.Select((one, number) => (one.Module, one.Weight, Number: number))
                .GroupBy(one => one.Module)
                .Select(block => new WeightBlock([.. block.Select(one => (one.Number, one.Weight))], block.Key is { } module ? module.Flatten : null)),
        ];
    }
}
