namespace LogGuard.Neural;

/// <summary>
/// Trains a <see cref="ManagedNetwork"/>: forward, backward, Adam. Loss = Σ wᵢ·(-ln p of targetᵢ) / Σ wᵢ. Allocates
/// nothing once the largest batch has been seen.
/// </summary>
/// <remarks>
/// A batch is cut into shards and these into at most <see cref="GroupLimit"/> groups, by the batch's size alone. A
/// group's shards run one after the other, the groups in parallel, and the groups' gradients are added in order:
/// the same seed gives the same weights to the last bit on any number of threads.
/// </remarks>
internal sealed unsafe class ManagedTrainer : INeuralTrainer
{
    /// <summary>Most groups of shards: bounds both the useful threads and the memory for gradients.</summary>
    internal const int GroupLimit = 8;

    private readonly ManagedNetwork _network;
    private readonly NamedTensor[] _gradients;
    private readonly Adam _adam;
    private readonly Workspace?[] _workspaces;
    private readonly GradientSums?[] _sums = new GradientSums?[GroupLimit];
    private readonly Action<int, int> _runGroup;
    private PackedNetwork _packed;
    private GradientExport? _export;

    // The batch in work; valid only during ComputeGradients, where its memory is pinned.
    private int* _windows;
    private int* _targets;
    private float* _weights;
    private int _windowSize;
    private int _rows;
    private int _groups;
    private double _scale;

    public ManagedTrainer(ManagedNetwork network, AdamOptions options)
    {
        _network = network;
        _packed = network.Packed(training: true);
        _gradients = WeightLayout.Make(network.Description);
        _adam = new Adam(options, network.Weights);
        _workspaces = new Workspace?[network.Crew.ThreadCount];
        _runGroup = RunGroup;
        LearningRate = options.LearningRate;
    }

    public float LearningRate { get; set; }

    /// <summary>Gradients of the last batch, in the order of the network's weights.</summary>
    internal IReadOnlyList<NamedTensor> Gradients => _gradients;

    /// <exception cref="ArgumentException">The sizes do not fit each other, a symbol is unknown, or a weight is wrong.</exception>
    public double TrainOnBatch(ReadOnlySpan<int> windows, int windowSize, ReadOnlySpan<int> targets, ReadOnlySpan<float> weights)
    {
        double loss = ComputeGradients(windows, windowSize, targets, weights);
        _adam.Step(_network.Weights, _gradients, LearningRate);
        _network.WeightsChanged();
        return loss;
    }

    /// <summary>The loss of a batch and, in <see cref="Gradients"/>, its gradients; the weights stay as they are.</summary>
    internal double ComputeGradients(ReadOnlySpan<int> windows, int windowSize, ReadOnlySpan<int> targets, ReadOnlySpan<float> weights)
    {
        int rows = _network.CheckWindows(windows, windowSize);
        double weightSum = CheckTargets(rows, targets, weights);

        _packed = _network.Packed(training: true);
        int shards = ManagedNetwork.ShardCount(rows);
        fixed (int* pinnedWindows = windows)
        fixed (int* pinnedTargets = targets)
        fixed (float* pinnedWeights = weights)
        {
            _windows = pinnedWindows;
            _targets = pinnedTargets;
            _weights = pinnedWeights;
            _windowSize = windowSize;
            _rows = rows;
            _groups = Math.Min(shards, GroupLimit);
            _scale = 1 / weightSum;
            _network.Crew.Run(_groups, _runGroup);
        }

        GradientSums total = _sums[0]!;
        for (int group = 1; group < _groups; group++)
        {
            total.Add(_sums[group]!);
        }

        _export ??= new GradientExport(_network.Description, _packed, _gradients);
        _export.Run(total);

        // The inner loops hold bare pointers into buffers that only these objects keep alive.
        GC.KeepAlive(this);
        return total.Loss / weightSum;
    }

    private double CheckTargets(int rows, ReadOnlySpan<int> targets, ReadOnlySpan<float> weights)
    {
        if (rows == 0 || targets.Length != rows || weights.Length != rows)
        {
            throw new ArgumentException($"There are {rows} windows, {targets.Length} targets and {weights.Length} weights; they must be as many, and at least 1.");
        }

        if (targets.ContainsAnyExceptInRange(0, _network.Description.OutputCount - 1))
        {
            throw new ArgumentException($"A target is outside 0..{_network.Description.OutputCount - 1}.", nameof(targets));
        }

        double sum = 0;
        foreach (float weight in weights)
        {
            if (!(weight >= 0))
            {
                throw new ArgumentException($"A weight is {weight}; it must be 0 or more.", nameof(weights));
            }

            sum += weight;
        }

        return sum > 0 && double.IsFinite(sum)
            ? sum
            : throw new ArgumentException($"The sum of weights is {sum}; it must be above 0 and finite.", nameof(weights));
    }

    private void RunGroup(int group, int worker)
    {
        NetworkDescription description = _network.Description;
        Workspace work = _workspaces[worker] ??= new Workspace(_packed.Sizes, description.LayerCount, keep: true);
        GradientSums sums = _sums[group] ??= new GradientSums(_packed);
        sums.Clear();

        int shards = ManagedNetwork.ShardCount(_rows);
        for (int shard = group * shards / _groups; shard < (group + 1) * shards / _groups; shard++)
        {
            int first = shard * ManagedNetwork.ShardRows;
            int rows = Math.Min(ManagedNetwork.ShardRows, _rows - first);
            int* windows = _windows + (nint)first * _windowSize;

            ForwardPass.Run(_packed, work, windows, _windowSize, rows);
            BackwardPass.Run(_packed, work, sums, windows, _windowSize,
                _targets + first, _weights + first, _scale, description.OutputCount, rows);
        }
    }
}
