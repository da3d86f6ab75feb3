using System.Runtime.InteropServices;
using LogGuard.Neural;
using TorchSharp;

namespace LogGuard.TorchSharp;

/// <summary>
/// A network on a device. Its weights are there twice: in one float32 vector, which the optimiser changes, and in the modules, which may
/// use bfloat16.
/// </summary>
internal sealed class DeviceNetwork
{
    /// <summary>
    /// Approximate limit, in bytes, on the activations of rows that run together. A batch of any size then fits on a shared GPU of a few
    /// GB, and a run still has thousands of rows of DeepLog's network.
    /// </summary>
    private const long ChunkBytes = 1L << 29;

    /// <summary>Rows that run together are a multiple of this, except at the end of a batch.</summary>
    private const int RowStep = 64;

    private readonly DeviceSource[] _sources;
    private readonly DeviceDense _dense;
    private readonly torch.Tensor[] _parameters;
    private readonly long[] _lengths;

    public DeviceNetwork(NetworkDescription description, torch.Device device, bool mixedPrecision)
    {
        Description = description;
        Device = device;
        torch.ScalarType type = mixedPrecision ? torch.ScalarType.BFloat16 : torch.ScalarType.Float32;

        // A dispose scope of the host must not dispose the weights when it ends.
        using DisposeScope scope = torch.NewDisposeScope();
        _sources = [.. description.Sources.Select((source, number) => new DeviceSource(source, number, device, type))];
        int joined = description.Sources.Sum(source => source.OutputSize);
        _dense = new DeviceDense([.. description.Layers, new DenseLayer(description.OutputCount)], joined, source: null, device, type);
        _parameters = [.. _sources.SelectMany(source => source.Parameters), .. _dense.Parameters];
        _lengths = [.. _parameters.Select(parameter => parameter.NumberOfElements)];
        Weights = torch.zeros(_lengths.Sum(), dtype: torch.ScalarType.Float32, device: device).DetachFromDisposeScope();
        Staging = new Staging(device);
    }

    public NetworkDescription Description { get; }

    public torch.Device Device { get; }

    /// <summary>All weights in one vector, in the order of <see cref="WeightLayout"/>, float32.</summary>
    public torch.Tensor Weights { get; }

    /// <summary>The weights of the modules, with respect to which gradients are computed.</summary>
    public IList<torch.Tensor> Parameters => _parameters;

    public Staging Staging { get; }

    /// <summary>Copies weights to the device.</summary>
    public void Load(IReadOnlyList<NamedTensor> weights)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using IDisposable noGradients = torch.no_grad();
        torch.Tensor onHost = torch.empty(Weights.NumberOfElements, dtype: torch.ScalarType.Float32, device: torch.CPU);
        long place = 0;
        for (int number = 0; number < weights.Count; number++)
        {
            // One tensor at a time: all bytes together may exceed the length of a span.
            weights[number].Values.CopyTo(MemoryMarshal.Cast<byte, float>(onHost.narrow(0, place, _lengths[number]).bytes));
            place += _lengths[number];
        }

        Weights.copy_(onHost);
        WeightsChanged();
    }

    /// <summary>Copies a vector such as <see cref="Weights"/> to the host.</summary>
    public void Save(torch.Tensor vector, IReadOnlyList<NamedTensor> tensors)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using IDisposable noGradients = torch.no_grad();
        torch.Tensor onHost = vector.cpu();
        long place = 0;
        for (int number = 0; number < tensors.Count; number++)
        {
            MemoryMarshal.Cast<byte, float>(onHost.narrow(0, place, _lengths[number]).bytes).CopyTo(tensors[number].Values);
            place += _lengths[number];
        }
    }

    /// <summary>Copies <see cref="Weights"/>, after it was changed, to the modules.</summary>
    public void WeightsChanged()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using IDisposable noGradients = torch.no_grad();
        long place = 0;
        for (int number = 0; number < _parameters.Length; number++)
        {
            _parameters[number].copy_(Weights.narrow(0, place, _lengths[number]).view(_parameters[number].shape));
            place += _lengths[number];
        }
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
            }

            perRow += perStep * batch.Sources[source].StepCount + described.Layers.Sum(layer => (long)layer.Size);
        }

        long fitting = ChunkBytes / (perRow * sizeof(float));
        return (int)Math.Clamp(fitting / RowStep * RowStep, RowStep, 1 << 20);
    }
}
