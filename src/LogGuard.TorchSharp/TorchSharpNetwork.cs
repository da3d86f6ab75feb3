using LogGuard.Neural;

namespace LogGuard.TorchSharp;

/// <summary>
/// A network with weights on the host and on a device, kept in step. The device trains and predicts large batches; the managed engine
/// predicts small ones, and does everything once the device has failed.
/// </summary>
internal sealed class TorchSharpNetwork(TorchSharpEngine engine, INeuralNetwork host) : INeuralNetwork
{
    private readonly WindowBatch _windows = new();
    private DeviceNetwork? _device;

    // Which side has weights that the other has not received yet; never both.
    private bool _hostIsNewer = true;
    private bool _deviceIsNewer;
    private bool _isPrecisionChosen;

    public NetworkDescription Description => host.Description;

    public IReadOnlyList<NamedTensor> Weights => Host().Weights;

    /// <summary>Makes batches of windows.</summary>
    internal WindowBatch Windows => _windows;

    public void LoadWeights(IReadOnlyList<NamedTensor> weights)
    {
        host.LoadWeights(weights);
        _hostIsNewer = true;
        _deviceIsNewer = false;
    }

    public void WeightsChanged()
    {
        host.WeightsChanged();
        _hostIsNewer = true;
        _deviceIsNewer = false;
    }

    /// <exception cref="ArgumentException">The sizes do not match, or a symbol is out of range.</exception>
    public void Predict(ReadOnlySpan<int> windows, int windowSize, Span<float> probabilities)
    {
        // The managed engine reads small batches where they are, without a copy.
        if (windowSize < 1 || !IsForDevice(windows.Length / windowSize))
        {
            Host().Predict(windows, windowSize, probabilities);
        }
        else
        {
            Predict(_windows.Batch(windows, windowSize), probabilities);
        }
    }

    /// <exception cref="ArgumentException">The batch does not match the network, or the outputs not the batch.</exception>
    public void Predict(NetworkBatch batch, Span<float> outputs)
    {
        ArgumentNullException.ThrowIfNull(batch);
        batch.Check(Description);
        if (outputs.Length != (long)batch.RowCount * Description.OutputCount)
        {
            throw new ArgumentException(
                $"There is room for {outputs.Length} outputs; {batch.RowCount} rows have {(long)batch.RowCount * Description.OutputCount}.", nameof(outputs));
        }

        if (!IsForDevice(batch.RowCount) || !TryPredict(batch, outputs))
        {
            Host().Predict(batch, outputs);
        }
    }

    public INeuralTrainer BeginTraining(OptimizerOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return options is AdamOptions or SgdOptions
            ? new TorchSharpTrainer(engine, this, options)
            : throw new ArgumentException($"{options.GetType().Name} is not known here.", nameof(options));
    }

    /// <summary>The network on the host, with the newest weights that the device still returns.</summary>
    internal INeuralNetwork Host()
    {
        if (_device is null || (!_deviceIsNewer && !engine.HasFailed) || !NativeCallGuard.TryEnter())
        {
            return host;
        }

        try
        {
            if (_deviceIsNewer)
            {
                Save();
            }

            if (engine.HasFailed)
            {
                // Its memory may be what the process is short of.
                _device.Dispose();
                _device = null;
            }
        }
        finally
        {
            NativeCallGuard.Leave();
            GC.KeepAlive(this);
        }

        return host;
    }

    /// <summary>The network on the device, with the newest weights. Throws the device's exceptions.</summary>
    internal DeviceNetwork Device()
    {
        engine.BeforeDeviceWork?.Invoke();
        _device ??= engine.Build(Description, mixedPrecision: false);
        if (_hostIsNewer)
        {
            _device.Load(host.Weights);
            _hostIsNewer = false;
        }

        return _device;
    }

    /// <summary>
    /// Chooses bfloat16 if it is allowed and a batch trains faster in it. Called before the first training; a network that was never
    /// trained computes in float32. Throws the device's exceptions.
    /// </summary>
    internal void ChoosePrecision(OptimizerOptions options, NetworkBatch batch, NetworkTargets targets, double weightSum)
    {
        if (_isPrecisionChosen || !engine.MixedPrecision)
        {
            return;
        }

        _isPrecisionChosen = true;
        IReadOnlyList<NamedTensor> weights = Host().Weights;
        (TimeSpan mixed, TimeSpan single) =
            PrecisionTrial.Measure(isMixed => engine.Build(Description, isMixed), weights, options, batch, targets, weightSum);
        if (!engine.IsMixedFaster(mixed, single))
        {
            engine.TellNotMixed();
            return;
        }

        _device?.Dispose();
        _device = engine.Build(Description, mixedPrecision: true);
        _hostIsNewer = true;
    }

    /// <summary>Records that a trainer has changed the weights on the device.</summary>
    internal void DeviceChanged() => _deviceIsNewer = true;

    /// <summary>Records that a trainer has changed the weights on the host.</summary>
    internal void HostChanged() => _hostIsNewer = true;

    private bool IsForDevice(int rows) => rows > engine.SmallBatchLimit && engine.IsReady();

    private void Save()
    {
        _deviceIsNewer = false;
        try
        {
            engine.BeforeDeviceWork?.Invoke();
            _device!.Save(host.Weights);
        }
        catch (Exception exception)
        {
            // The host goes on with the weights of the last successful copy.
            engine.Fail(exception);
        }

        host.WeightsChanged();
    }

    private bool TryPredict(NetworkBatch batch, Span<float> outputs)
    {
        if (!NativeCallGuard.TryEnter())
        {
            return false;
        }

        try
        {
            Device().Predict(batch, outputs);
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

            // Until here, so that no finaliser frees what the device works on.
            GC.KeepAlive(this);
        }
    }
}
