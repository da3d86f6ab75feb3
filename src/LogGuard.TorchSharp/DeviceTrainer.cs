using LogGuard.Neural;
using TorchSharp;

namespace LogGuard.TorchSharp;

/// <summary>Trains a <see cref="DeviceNetwork"/>. Loss = Σ wᵢ·Lᵢ / Σ wᵢ with L of <see cref="NetworkHead"/>.</summary>
internal sealed class DeviceTrainer
{
    private readonly DeviceNetwork _network;
    private readonly OptimizerOptions _options;
    private readonly DeviceOptimizer _optimizer;
    private readonly torch.Tensor _gradient;

    // Number of optimiser steps done; selects the dropout masks.
    private long _batchNumber;

    public DeviceTrainer(DeviceNetwork network, OptimizerOptions options)
    {
        _network = network;
        _options = options;
        _optimizer = new DeviceOptimizer(options, network.Weights);
        using DisposeScope scope = torch.NewDisposeScope();
        _gradient = torch.zeros_like(network.Weights).DetachFromDisposeScope();
    }

    /// <summary>All gradients of the last batch, in one vector as <see cref="DeviceNetwork.Weights"/>; a step overwrites it.</summary>
    public torch.Tensor Gradient => _gradient;

    /// <summary>Does one optimiser step along <see cref="Gradient"/>.</summary>
    public void Step(float learningRate)
    {
        _optimizer.Step(_network.Weights, _gradient, learningRate);
        _network.WeightsChanged();
        _batchNumber++;
    }

    /// <summary>Computes the loss of a batch and, in <see cref="Gradient"/>, its gradients.</summary>
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

            IList<torch.Tensor> gradients = torch.autograd.grad([mean], _network.Parameters);
            using (torch.no_grad())
            {
                torch.Tensor vector = torch.cat([.. gradients.Select(gradient => gradient.reshape(-1))]).to(torch.ScalarType.Float32);
                _ = first == 0 ? _gradient.copy_(vector) : _gradient.add_(vector);
            }

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
