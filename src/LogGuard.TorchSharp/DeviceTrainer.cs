using LogGuard.Neural;
using TorchSharp;

namespace LogGuard.TorchSharp;

/// <summary>Trains a <see cref="DeviceNetwork"/>. Loss = Σ wᵢ·Lᵢ / Σ wᵢ with L of <see cref="NetworkHead"/>.</summary>
internal sealed class DeviceTrainer : IDisposable
{
    private readonly DeviceNetwork _network;
    private readonly OptimizerOptions _options;
    private readonly DeviceResources _resources = new();
    private readonly DeviceOptimizer _optimizer;
    private readonly torch.Tensor _gradient;

    // Number of optimiser steps done; selects the dropout masks.
    private long _batchNumber;

    public DeviceTrainer(DeviceNetwork network, OptimizerOptions options)
    {
        _network = network;
        _options = options;
        try
        {
            torch.Tensor weights = network.Weights.Vector;
            using DisposeScope scope = torch.NewDisposeScope();
            torch.Tensor? l1 = network.Weights.TrySpread(WeightLayout.L1Penalties(network.Description));
            if (l1 is not null)
            {
                _resources.Own(l1.DetachFromDisposeScope());
                _resources.Reserve(weights.NumberOfElements * sizeof(float));
            }

            _optimizer = new DeviceOptimizer(options, weights, l1, _resources);
            _gradient = _resources.Own(torch.zeros_like(weights).DetachFromDisposeScope());
            _resources.Reserve(weights.NumberOfElements * sizeof(float));
        }
        catch
        {
            _resources.Dispose();
            throw;
        }
    }

    /// <summary>Copies the gradients of the last batch to the host, before a step overwrites them.</summary>
    public void SaveGradients(IReadOnlyList<NamedTensor> gradients) => _network.Weights.Save(_gradient, gradients);

    /// <summary>Does one optimiser step along the gradients of the last batch.</summary>
    public void Step(float learningRate)
    {
        _optimizer.Step(_network.Weights.Vector, _gradient, learningRate);
        _network.Weights.Changed();
        _batchNumber++;
    }

    public void Dispose() => _resources.Dispose();

    /// <summary>Computes the loss of a batch and its gradients.</summary>
    /// <param name="batch">The batch, checked.</param>
    /// <param name="targets">Its targets, checked.</param>
    /// <param name="weightSum">Sum of the weights of its rows.</param>
    public double ComputeGradients(NetworkBatch batch, NetworkTargets targets, double weightSum)
    {
        using IDisposable withGradients = torch.enable_grad();
        int count = batch.RowCount;
        var masks = new DropoutMasks(_network.Description, _options.DropoutSeed, _batchNumber, count);
        int chunkRows = _network.ChunkRows(batch, isTraining: true);
        double loss = 0;
        for (int first = 0; first < count; first += chunkRows)
        {
            using DisposeScope scope = torch.NewDisposeScope();
            _network.Staging.Restart();
            int part = Math.Min(chunkRows, count - first);
            torch.Tensor scores = _network.Forward(new ChunkInput(batch, first, part, masks));
            torch.Tensor losses = Losses(scores, targets, first, part);
            torch.Tensor mean = targets.Weights.IsEmpty
                ? losses.sum() / (float)weightSum
                : (losses * _network.Staging.Floats(targets.Weights.Span.Slice(first, part), part)).sum() / (float)weightSum;

            // Not torch.autograd.grad: its native code does not catch exceptions, and too little memory would end the process.
            mean.backward();
            _network.Weights.TakeGradients(_gradient, isFirst: first == 0);

            // Also waits for the device: its input must not be overwritten earlier.
            loss += mean.item<float>();
        }

        return loss;
    }

    // The loss of each row, (rows), by the equations of NetworkHead.
    private torch.Tensor Losses(torch.Tensor scores, NetworkTargets targets, int first, int count)
    {
        NetworkDescription description = _network.Description;
        Staging staging = _network.Staging;
        if (targets.Values.IsEmpty)
        {
            torch.Tensor classes = staging.Indices(targets.Classes.Span.Slice(first, count), count, 1);
            return torch.nn.functional.log_softmax(scores, 1).gather(1, classes).squeeze(1).neg();
        }

        int outputs = description.OutputCount;
        torch.Tensor values = staging.Floats(targets.Values.Span.Slice(first * outputs, count * outputs), count, outputs);
        switch (description.Head)
        {
            case NetworkHead.Softmax:
                return (values * torch.nn.functional.log_softmax(scores, 1)).sum(1).neg();

            case NetworkHead.Sigmoid:
                torch.Tensor weights = values * (_options.PositiveWeight - 1) + 1;
                return ((1 - values) * scores + weights * torch.nn.functional.softplus(scores.neg())).mean([1]);

            default:
                torch.Tensor differences = scores - values;
                return (differences * differences).mean([1]);
        }
    }
}
