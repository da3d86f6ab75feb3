namespace LogGuard.Neural;

/// <summary>
/// A network of the managed engine, in float32. The outputs of a row are the same to the last bit in every batch.
/// </summary>
internal sealed unsafe class ManagedNetwork : INeuralNetwork
{
    /// <summary>Rows that run through the network together: enough to reuse the weights, few enough for the cache.</summary>
    internal const int ShardRows = 64;

    private readonly NamedTensor[] _weights;
    private readonly PackedNetwork _packed;
    private readonly BoundBatch _batch;
    private readonly Workspace?[] _workspaces;
    private readonly Action<int, int> _predictShard;

    // Whether _packed is a copy of _weights, and whether it includes the part for the backward pass.
    private bool _isPacked;
    private bool _isPackedForTraining;

    // The batch being predicted; valid only during Predict, which pins its memory.
    private float* _outputs;
    private int _rows;

    public ManagedNetwork(NetworkDescription description, NamedTensor[] weights, WorkerPool crew)
    {
        Description = description;
        Crew = crew;
        _weights = weights;
        _packed = new PackedNetwork(description);
        _batch = new BoundBatch(description);
        _workspaces = new Workspace?[crew.ThreadCount];
        _predictShard = PredictShard;
    }

    public NetworkDescription Description { get; }

    public IReadOnlyList<NamedTensor> Weights => _weights;

    /// <summary>The threads that share large batches, in prediction and training.</summary>
    internal WorkerPool Crew { get; }

    public void LoadWeights(IReadOnlyList<NamedTensor> weights)
    {
        ArgumentNullException.ThrowIfNull(weights);
        WeightLayout.Copy(weights, _weights);
        WeightsChanged();
    }

    public void WeightsChanged() => _isPacked = _isPackedForTraining = false;

    /// <exception cref="ArgumentException">The sizes do not match, or a symbol is out of range.</exception>
    public void Predict(ReadOnlySpan<int> windows, int windowSize, Span<float> probabilities)
    {
        int rows = _batch.CheckWindows(windows, windowSize);
        fixed (int* pinned = windows)
        {
            _batch.BindWindows(pinned, windowSize);
            PredictBound(rows, probabilities);
        }
    }

    /// <exception cref="ArgumentException">The batch does not match the network, or the outputs not the batch.</exception>
    public void Predict(NetworkBatch batch, Span<float> outputs)
    {
        int rows = _batch.Bind(batch);
        try
        {
            PredictBound(rows, outputs);
        }
        finally
        {
            _batch.Release();
        }
    }

    public INeuralTrainer BeginTraining(OptimizerOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return new ManagedTrainer(this, options);
    }

    /// <summary>Number of shards of a batch. It depends on the size of the batch only, never on the number of threads.</summary>
    internal static int ShardCount(int rows) => (rows + ShardRows - 1) / ShardRows;

    /// <summary>The current weights in packed form.</summary>
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

    private void PredictBound(int rows, Span<float> outputs)
    {
        if (outputs.Length != (long)rows * Description.OutputCount)
        {
            throw new ArgumentException(
                $"There is room for {outputs.Length} outputs; {rows} rows have {(long)rows * Description.OutputCount}.", nameof(outputs));
        }

        if (rows == 0)
        {
            return;
        }

        Packed(training: false);
        fixed (float* pinned = outputs)
        {
            _outputs = pinned;
            _rows = rows;
            Crew.Run(ShardCount(rows), _predictShard);
        }

        // The inner loops hold raw pointers into buffers that only this object keeps alive.
        GC.KeepAlive(this);
    }

    private void PredictShard(int number, int worker)
    {
        int first = number * ShardRows;
        var shard = new Shard(first, Math.Min(ShardRows, _rows - first));
        int count = Description.OutputCount;
        int padded = _packed.Dense.Output.Width;
        Workspace work = _workspaces[worker] ??= new Workspace(_packed, keep: false);

        float* scores = work.Forward(_batch.Rows, shard);
        for (int row = 0; row < shard.Rows; row++, scores += padded)
        {
            Head.Finish(Description.Head, scores, count, padded);
            new Span<float>(scores, count).CopyTo(new Span<float>(_outputs + (nint)(first + row) * count, count));
        }
    }
}
