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
        if (_deviceIsNewer && NativeCallGuard.TryEnter())
        {
            _deviceIsNewer = false;
            try
            {
                engine.BeforeDeviceWork?.Invoke();
                _device!.Save(_device.Weights, host.Weights);
            }
            catch (Exception exception)
            {
                // The host goes on with the weights of the last successful copy.
                engine.Fail(exception);
            }
            finally
            {
                NativeCallGuard.Leave();
            }

            host.WeightsChanged();
        }

        return host;
    }

    /// <summary>The network on the device, with the newest weights. Throws the device's exceptions.</summary>
    internal DeviceNetwork Device()
    {
        engine.BeforeDeviceWork?.Invoke();
        if (_hostIsNewer)
        {
            _device ??= engine.Build(Description);
            _device.Load(host.Weights);
            _hostIsNewer = false;
        }

        return _device!;
    }

    /// <summary>Records that a trainer has changed the weights on the device.</summary>
    internal void DeviceChanged() => _deviceIsNewer = true;

    /// <summary>Records that a trainer has changed the weights on the host.</summary>
    internal void HostChanged() => _hostIsNewer = true;

    private bool IsForDevice(int rows) => rows > engine.SmallBatchLimit && !engine.HasFailed;

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
        }
    }
}
