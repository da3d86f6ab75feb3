using LogGuard.Neural;

namespace LogGuard.TorchSharp;

/// <summary>
/// A network that has its weights on the host and on a device, and keeps the two alike: the device trains and serves large batches, the
/// managed engine small ones, and all of them once the device has failed.
/// </summary>
internal sealed unsafe class TorchSharpNetwork : INeuralNetwork
{
    private readonly TorchSharpEngine _engine;
    private readonly ManagedNetwork _host;
    private readonly BoundBatch _batch;
    private DeviceNetwork? _device;

    // Which of the two holds weights that the other has not got yet; never both.
    private bool _hostIsNewer = true;
    private bool _deviceIsNewer;

    public TorchSharpNetwork(TorchSharpEngine engine, ManagedNetwork host)
    {
        _engine = engine;
        _host = host;
        _batch = new BoundBatch(host.Description);
    }

    public NetworkDescription Description => _host.Description;

    public IReadOnlyList<NamedTensor> Weights => Host().Weights;

    /// <summary>Checks and pins what is read.</summary>
    internal BoundBatch Batch => _batch;

    public void LoadWeights(IReadOnlyList<NamedTensor> weights)
    {
        _host.LoadWeights(weights);
        _hostIsNewer = true;
        _deviceIsNewer = false;
    }

    /// <exception cref="ArgumentException">The sizes do not fit each other, or a symbol is unknown.</exception>
    public void Predict(ReadOnlySpan<int> windows, int windowSize, Span<float> probabilities)
    {
        int rows = _batch.CheckWindows(windows, windowSize);
        CheckOutputs(rows, probabilities);
        if (!IsForDevice(rows))
        {
            Host().Predict(windows, windowSize, probabilities);
            return;
        }

        fixed (int* pinned = windows)
        {
            _batch.BindWindows(pinned, windowSize);
            if (TryPredict(rows, probabilities))
            {
                return;
            }
        }

        Host().Predict(windows, windowSize, probabilities);
    }

    /// <exception cref="ArgumentException">The batch does not fit the network, or the outputs not the batch.</exception>
    public void Predict(NetworkBatch batch, Span<float> outputs)
    {
        int rows = _batch.Bind(batch);
        bool isDone;
        try
        {
            CheckOutputs(rows, outputs);
            isDone = IsForDevice(rows) && TryPredict(rows, outputs);
        }
        finally
        {
            _batch.Release();
        }

        if (!isDone)
        {
            Host().Predict(batch, outputs);
        }
    }

    public INeuralTrainer BeginTraining(OptimizerOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return options is AdamOptions or SgdOptions
            ? new TorchSharpTrainer(_engine, this, options)
            : throw new ArgumentException($"{options.GetType().Name} is not known here.", nameof(options));
    }

    /// <summary>The network on the host, with the newest weights there are.</summary>
    internal ManagedNetwork Host()
    {
        if (_deviceIsNewer && DeviceWork.TryEnter())
        {
            _deviceIsNewer = false;
            try
            {
                _engine.BeforeDeviceWork?.Invoke();
                _device!.Save(_device.Weights, _host.Weights);
            }
            catch (Exception exception)
            {
                // What the host has are the weights of the last time it was asked.
                _engine.Fail(exception);
            }
            finally
            {
                DeviceWork.Leave();
            }

            _host.WeightsChanged();
        }

        return _host;
    }

    /// <summary>The network on the device, with the newest weights there are; throws what the device throws.</summary>
    internal DeviceNetwork Device()
    {
        _engine.BeforeDeviceWork?.Invoke();
        if (_hostIsNewer)
        {
            _device ??= _engine.Build(Description);
            _device.Load(_host.Weights);
            _hostIsNewer = false;
        }

        return _device!;
    }

    /// <summary>To be called when a trainer has changed the weights on the device.</summary>
    internal void DeviceChanged() => _deviceIsNewer = true;

    /// <summary>To be called when a trainer has changed the weights on the host.</summary>
    internal void HostChanged() => _hostIsNewer = true;

    private bool IsForDevice(int rows) => rows > _engine.SmallBatchLimit && !_engine.HasFailed;

    private bool TryPredict(int rows, Span<float> outputs)
    {
        if (!DeviceWork.TryEnter())
        {
            return false;
        }

        try
        {
            Device().Predict(_batch.Rows, rows, outputs);
            return true;
        }
        catch (Exception exception)
        {
            _engine.Fail(exception);
            return false;
        }
        finally
        {
            DeviceWork.Leave();
        }
    }

    private void CheckOutputs(int rows, Span<float> outputs)
    {
        if (outputs.Length != (long)rows * Description.OutputCount)
        {
            throw new ArgumentException(
                $"There is room for {outputs.Length} outputs; {rows} rows have {(long)rows * Description.OutputCount}.", nameof(outputs));
        }
    }
}
