using LogGuard.Neural;

namespace LogGuard.TorchSharp;

/// <summary>
/// Trains on the device. After a failure the managed engine continues with the same weights and the same batch; the state of the
/// optimiser starts anew.
/// </summary>
internal sealed class TorchSharpTrainer(TorchSharpEngine engine, TorchSharpNetwork network, OptimizerOptions options) : INeuralTrainer
{
    /// <summary>
    /// Number of steps after which the weights are copied to the host, so that a lost device loses no more training than that. One
    /// transfer of a few MB in so many steps has no measurable cost.
    /// </summary>
    private const int CheckpointSteps = 100;

    private DeviceTrainer? _device;
    private INeuralTrainer? _host;
    private int _sinceCheckpoint;

    public float LearningRate { get; set; } = options.LearningRate;

    /// <summary>Gradients of the last batch, in the order of the network's weights; for tests, before a step.</summary>
    internal IReadOnlyList<NamedTensor> Gradients
    {
        get
        {
            IReadOnlyList<NamedTensor> gradients = WeightLayout.Make(network.Description);
            _device!.SaveGradients(gradients);
            return gradients;
        }
    }

    /// <exception cref="ArgumentException">The sizes do not match, or a symbol, target or weight is out of range.</exception>
    public double TrainOnBatch(ReadOnlySpan<int> windows, int windowSize, ReadOnlySpan<int> targets, ReadOnlySpan<float> weights)
    {
        if (engine.TryStart())
        {
            return TrainOnBatch(network.Windows.Batch(windows, windowSize), network.Windows.Targets(targets, weights));
        }

        // The managed engine reads windows where they are, without a copy.
        double loss = Host().TrainOnBatch(windows, windowSize, targets, weights);
        network.HostChanged();
        return loss;
    }

    /// <exception cref="ArgumentException">The batch does not match the network, or the targets not the batch.</exception>
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

    /// <summary>Computes the loss of a batch and, in <see cref="Gradients"/>, its gradients, without a step. For tests, on the device only.</summary>
    internal double ComputeGradients(NetworkBatch batch, NetworkTargets targets) =>
        TryTrain(batch, targets, isStep: false, out double loss) ? loss : throw new InvalidOperationException("The device has failed.");

    private bool TryTrain(NetworkBatch batch, NetworkTargets targets, bool isStep, out double loss)
    {
        ArgumentNullException.ThrowIfNull(batch);
        ArgumentNullException.ThrowIfNull(targets);
        batch.Check(network.Description);
        double weightSum = targets.Check(network.Description, batch.RowCount);
        loss = 0;
        if (!engine.TryStart() || !NativeCallGuard.TryEnter())
        {
            return false;
        }

        try
        {
            network.ChoosePrecision(options, batch, targets, weightSum);
            DeviceNetwork device = network.Device();
            _device ??= new DeviceTrainer(device, options);
            loss = _device.ComputeGradients(batch, targets, weightSum);
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
            NativeCallGuard.Leave();
            GC.KeepAlive(this);
        }
    }

    private INeuralTrainer Host()
    {
        INeuralNetwork host = network.Host();
        if (engine.HasFailed)
        {
            _device?.Dispose();
            _device = null;
        }

        _host ??= host.BeginTraining(options);
        _host.LearningRate = LearningRate;
        return _host;
    }
}
