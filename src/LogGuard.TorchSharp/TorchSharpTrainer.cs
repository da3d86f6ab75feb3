using LogGuard.Neural;

namespace LogGuard.TorchSharp;

/// <summary>
/// Trains on the device. Once that has failed, the managed engine goes on with the same weights and the same batch; what the optimiser
/// remembered of its steps is begun anew.
/// </summary>
internal sealed unsafe class TorchSharpTrainer(TorchSharpEngine engine, TorchSharpNetwork network, OptimizerOptions options) : INeuralTrainer
{
    /// <summary>
    /// Steps after which the host takes the weights over, so that a device that is lost takes no more training with it: one transfer of
    /// a few MB in so many steps cannot be measured.
    /// </summary>
    private const int CheckpointSteps = 100;

    private DeviceTrainer? _device;
    private ManagedTrainer? _host;
    private int _sinceCheckpoint;

    public float LearningRate { get; set; } = options.LearningRate;

    /// <summary>Gradients of the last batch, in the order of the network's weights; for tests, before a step.</summary>
    internal NamedTensor[] Gradients
    {
        get
        {
            NamedTensor[] gradients = WeightLayout.Make(network.Description);
            network.Device().Save(_device!.Gradient, gradients);
            return gradients;
        }
    }

    /// <exception cref="ArgumentException">The sizes do not fit each other, a symbol is unknown, or a weight is wrong.</exception>
    public double TrainOnBatch(ReadOnlySpan<int> windows, int windowSize, ReadOnlySpan<int> targets, ReadOnlySpan<float> weights)
    {
        int rows = network.Batch.CheckWindows(windows, windowSize);
        if (weights.Length != rows)
        {
            throw new ArgumentException($"There are {weights.Length} weights; they must be as many as the {rows} windows.", nameof(weights));
        }

        var checkedTargets = new BatchTargets
        {
            Classes = targets,
            Weights = weights,
            WeightSum = TargetCheck.WeightSum(network.Description, rows, targets, [], weights),
        };
        fixed (int* pinned = windows)
        {
            network.Batch.BindWindows(pinned, windowSize);
            if (TryTrain(rows, checkedTargets, isStep: true, out double loss))
            {
                return loss;
            }
        }

        double own = Host().TrainOnBatch(windows, windowSize, targets, weights);
        network.HostChanged();
        return own;
    }

    /// <exception cref="ArgumentException">The batch does not fit the network, or the targets not the batch.</exception>
    public double TrainOnBatch(NetworkBatch batch, NetworkTargets targets)
    {
        if (TryTrain(batch, targets, isStep: true, out double loss))
        {
            return loss;
        }

        loss = Host().TrainOnBatch(batch, targets);
        network.HostChanged();
        return loss;
    }

    /// <summary>The loss of a batch and, in <see cref="Gradients"/>, its gradients; the weights stay as they are. For tests: on the device only.</summary>
    internal double ComputeGradients(NetworkBatch batch, NetworkTargets targets) =>
        TryTrain(batch, targets, isStep: false, out double loss) ? loss : throw new InvalidOperationException("The device has failed.");

    private bool TryTrain(NetworkBatch batch, NetworkTargets targets, bool isStep, out double loss)
    {
        ArgumentNullException.ThrowIfNull(targets);
        int rows = network.Batch.Bind(batch);
        try
        {
            ReadOnlySpan<int> classes = targets.Classes.Span;
            ReadOnlySpan<float> values = targets.Values.Span;
            ReadOnlySpan<float> weights = targets.Weights.Span;
            var checkedTargets = new BatchTargets
            {
                Classes = classes,
                Values = values,
                Weights = weights,
                WeightSum = TargetCheck.WeightSum(network.Description, rows, classes, values, weights),
            };
            return TryTrain(rows, checkedTargets, isStep, out loss);
        }
        finally
        {
            network.Batch.Release();
        }
    }

    private bool TryTrain(int rows, in BatchTargets targets, bool isStep, out double loss)
    {
        loss = 0;
        if (engine.HasFailed || !DeviceWork.TryEnter())
        {
            return false;
        }

        try
        {
            DeviceNetwork device = network.Device();
            _device ??= new DeviceTrainer(device, options);
            loss = _device.ComputeGradients(network.Batch.Rows, rows, targets);
            if (isStep)
            {
                network.DeviceChanged();
                _device.Step(LearningRate);
                if (++_sinceCheckpoint == CheckpointSteps)
                {
                    _sinceCheckpoint = 0;
                    network.Host();
                }
            }

            return true;
        }
        catch (Exception exception)
        {
            engine.Fail(exception);
            return false;
        }
        finally
        {
            DeviceWork.Leave();
        }
    }

    private ManagedTrainer Host()
    {
        ManagedNetwork host = network.Host();
        _host ??= (ManagedTrainer)host.BeginTraining(options);
        _host.LearningRate = LearningRate;
        return _host;
    }
}
