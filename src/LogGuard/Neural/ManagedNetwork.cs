namespace LogGuard.Neural;

/// <summary>
/// Symbols → one-hot or embedding → stacked LSTM → last hidden state → linear → softmax, in float32. A row's
/// probabilities are the same to the last bit whatever batch it stands in.
/// </summary>
internal sealed unsafe class ManagedNetwork : INeuralNetwork
{
    /// <summary>Windows that run through the network together: enough to reuse weights, few enough for the cache.</summary>
    internal const int ShardRows = 64;

    private readonly NamedTensor[] _weights;
    private readonly PackedNetwork _packed;
    private readonly Workspace?[] _workspaces;
    private readonly Action<int, int> _predictShard;

    // What is packed is what stands in _weights; and the backward pass's share of it is there too.
    private bool _isPacked;
    private bool _isPackedForTraining;

    // The batch being predicted; valid only during Predict, where its memory is pinned.
    private int* _windows;
    private float* _probabilities;
    private int _windowSize;
    private int _rows;

    public ManagedNetwork(NetworkDescription description, NamedTensor[] weights, WorkerCrew crew)
    {
        Description = description;
        Crew = crew;
        _weights = weights;
        _packed = new PackedNetwork(description);
        _workspaces = new Workspace?[crew.ThreadCount];
        _predictShard = PredictShard;
    }

    public NetworkDescription Description { get; }

    public IReadOnlyList<NamedTensor> Weights => _weights;

    /// <summary>The threads that share large batches, in prediction and training.</summary>
    internal WorkerCrew Crew { get; }

    public void LoadWeights(IReadOnlyList<NamedTensor> weights)
    {
        ArgumentNullException.ThrowIfNull(weights);
        WeightLayout.Copy(weights, _weights);
        WeightsChanged();
    }

    /// <exception cref="ArgumentException">The sizes do not fit each other, or a symbol is unknown.</exception>
    public void Predict(ReadOnlySpan<int> windows, int windowSize, Span<float> probabilities)
    {
        int rows = CheckWindows(windows, windowSize);
        if (probabilities.Length != (long)rows * Description.OutputCount)
        {
            throw new ArgumentException(
                $"There is room for {probabilities.Length} probabilities; {rows} windows have {(long)rows * Description.OutputCount}.",
                nameof(probabilities));
        }

        if (rows == 0)
        {
            return;
        }

        Packed(training: false);
        fixed (int* pinnedWindows = windows)
        fixed (float* pinnedProbabilities = probabilities)
        {
            _windows = pinnedWindows;
            _probabilities = pinnedProbabilities;
            _windowSize = windowSize;
            _rows = rows;
            Crew.Run(ShardCount(rows), _predictShard);
        }

        // The inner loops hold bare pointers into buffers that only this object keeps alive.
        GC.KeepAlive(this);
    }

    public INeuralTrainer BeginTraining(AdamOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return new ManagedTrainer(this, options);
    }

    /// <summary>Shards of a batch; they depend on its size only, never on the number of threads.</summary>
    internal static int ShardCount(int rows) => (rows + ShardRows - 1) / ShardRows;

    /// <summary>The weights, ready for the inner loops.</summary>
    internal PackedNetwork Packed(bool training)
    {
        if (!_isPacked || (training && !_isPackedForTraining))
        {
            _packed.Pack(_weights, training);
            _isPacked = true;
            _isPackedForTraining = training;
        }

        return _packed;
    }

    /// <summary>To be called whenever values in <see cref="Weights"/> were written.</summary>
    internal void WeightsChanged() => _isPacked = _isPackedForTraining = false;

    /// <summary>Checks a batch of windows, so that the inner loops need not, and returns how many there are.</summary>
    internal int CheckWindows(ReadOnlySpan<int> windows, int windowSize)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(windowSize, 1);
        if (windows.Length % windowSize != 0)
        {
            throw new ArgumentException($"{windows.Length} symbols are no whole number of windows of {windowSize}.", nameof(windows));
        }

        if (windows.ContainsAnyExceptInRange(0, Description.SymbolCount - 1))
        {
            throw new ArgumentException($"A symbol is outside 0..{Description.SymbolCount - 1}.", nameof(windows));
        }

        return windows.Length / windowSize;
    }

    private void PredictShard(int shard, int worker)
    {
        int first = shard * ShardRows;
        int rows = Math.Min(ShardRows, _rows - first);
        int outputs = Description.OutputCount;
        int padded = _packed.Sizes.Output;
        Workspace work = _workspaces[worker] ??= new Workspace(_packed.Sizes, Description.LayerCount, keep: false);

        ForwardPass.Run(_packed, work, _windows + (nint)first * _windowSize, _windowSize, rows);
        for (int row = 0; row < rows; row++)
        {
            float* scores = work.Scores + (nint)row * padded;
            Softmax.Apply(scores, outputs, padded, target: 0);
            new Span<float>(scores, outputs).CopyTo(new Span<float>(_probabilities + (nint)(first + row) * outputs, outputs));
        }
    }
}
