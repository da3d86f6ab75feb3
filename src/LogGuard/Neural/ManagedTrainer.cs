namespace LogGuard.Neural;

/// <summary>
/// Trains a <see cref="ManagedNetwork"/>: forward pass, backward pass, optimiser step. Loss = Σ wᵢ·Lᵢ / Σ wᵢ with L of
/// <see cref="Head"/>. Allocates nothing after the largest batch.
/// </summary>
/// <remarks>
/// The size of a batch alone decides how it is split into shards, and these into at most <see cref="GroupLimit"/> groups.
/// Groups run in parallel, the shards of a group one after the other, and the gradients of the groups are added in order:
/// the same seed gives the same weights to the last bit on any number of threads.
/// </remarks>
internal sealed unsafe class ManagedTrainer : INeuralTrainer
{
    /// <summary>Largest number of groups of shards; bounds both the useful threads and the memory for gradients.</summary>
    internal const int GroupLimit = 8;

    private readonly ManagedNetwork _network;
    private readonly OptimizerOptions _options;
    private readonly NamedTensor[] _gradients;
    private readonly IOptimizer _optimizer;
    private readonly BoundBatch _batch;
    private readonly Workspace?[] _workspaces;
    private readonly GradientSums?[] _sums = new GradientSums?[GroupLimit];
    private readonly Action<int, int> _runGroup;
    private PackedNetwork _packed;

    // Number of optimiser steps done; selects the dropout masks.
    private long _batchNumber;

    // The batch being trained on; valid only during ComputeGradients, which pins its memory.
    private int* _classes;
    private float* _values;
    private float* _weights;
    private int _rows;
    private int _groups;
    private double _scale;

    public ManagedTrainer(ManagedNetwork network, OptimizerOptions options)
    {
        _network = network;
        _options = options;
        _packed = network.Packed(training: true);
        _gradients = WeightLayout.MakeArray(network.Description);
        _batch = new BoundBatch(network.Description);
        _workspaces = new Workspace?[network.Crew.ThreadCount];
        _runGroup = RunGroup;
        LearningRate = options.LearningRate;
        IReadOnlyList<float> l1 = WeightLayout.L1Penalties(network.Description);
        _optimizer = options switch
        {
            AdamOptions adam => new Adam(adam, network.Weights, l1),
            SgdOptions sgd => new Sgd(sgd, network.Weights, l1),
            _ => throw new ArgumentException($"{options.GetType().Name} is not known here.", nameof(options)),
        };
    }

    public float LearningRate { get; set; }

    /// <summary>Gradients of the last batch, in the order of the network's weights.</summary>
    internal IReadOnlyList<NamedTensor> Gradients => _gradients;

    /// <exception cref="ArgumentException">The sizes do not match, or a symbol, target or weight is out of range.</exception>
    public double TrainOnBatch(ReadOnlySpan<int> windows, int windowSize, ReadOnlySpan<int> targets, ReadOnlySpan<float> weights)
    {
        double loss = ComputeGradients(windows, windowSize, targets, weights);
        Step();
        return loss;
    }

    /// <exception cref="ArgumentException">The batch does not match the network, or the targets not the batch.</exception>
    public double TrainOnBatch(NetworkBatch batch, NetworkTargets targets)
    {
        double loss = ComputeGradients(batch, targets);
        Step();
        return loss;
    }

    /// <summary>Computes the loss of a batch and, in <see cref="Gradients"/>, its gradients, without changing the weights.</summary>
    internal double ComputeGradients(ReadOnlySpan<int> windows, int windowSize, ReadOnlySpan<int> targets, ReadOnlySpan<float> weights)
    {
        int rows = _batch.CheckWindows(windows, windowSize);
        if (weights.Length != rows)
        {
            throw new ArgumentException($"There are {weights.Length} weights; they must be as many as the {rows} windows.", nameof(weights));
        }

        double weightSum = TargetValidation.WeightSum(_network.Description, rows, targets, [], weights);
        fixed (int* pinned = windows)
        {
            _batch.BindWindows(pinned, windowSize);
            return Compute(rows, targets, [], weights, weightSum);
        }
    }

    /// <summary>Computes the loss of a batch and, in <see cref="Gradients"/>, its gradients, without changing the weights.</summary>
    internal double ComputeGradients(NetworkBatch batch, NetworkTargets targets)
    {
        ArgumentNullException.ThrowIfNull(targets);
        int rows = _batch.Bind(batch);
        try
        {
            ReadOnlySpan<int> classes = targets.Classes.Span;
            ReadOnlySpan<float> values = targets.Values.Span;
            ReadOnlySpan<float> weights = targets.Weights.Span;
            return Compute(rows, classes, values, weights, TargetValidation.WeightSum(_network.Description, rows, classes, values, weights));
        }
        finally
        {
            _batch.Release();
        }
    }

    private double Compute(int rows, ReadOnlySpan<int> classes, ReadOnlySpan<float> values, ReadOnlySpan<float> weights, double weightSum)
    {
        _packed = _network.Packed(training: true);
        int shards = ManagedNetwork.ShardCount(rows);
        fixed (int* pinnedClasses = classes)
        fixed (float* pinnedValues = values)
        fixed (float* pinnedWeights = weights)
        {
            _classes = pinnedClasses;
            _values = pinnedValues;
            _weights = pinnedWeights;
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

        _packed.Export(total, _gradients);

        // The inner loops hold raw pointers into buffers that only these objects keep alive.
        GC.KeepAlive(this);
        return total.Loss / weightSum;
    }

    private void Step()
    {
        float scale = 1;
        if (float.IsFinite(_options.GradientNormLimit))
        {
            // As torch.nn.utils.clip_grad_norm_.
            double squares = 0;
            foreach (NamedTensor tensor in _gradients)
            {
                squares += VectorMath.SquareSum(tensor.Values);
            }

            scale = (float)Math.Min(1, _options.GradientNormLimit / (Math.Sqrt(squares) + 1e-6));
        }

        _optimizer.Step(_network.Weights, _gradients, scale, LearningRate);
        _network.WeightsChanged();
        _batchNumber++;
    }

    private void RunGroup(int group, int worker)
    {
        Workspace work = _workspaces[worker] ??= new Workspace(_packed, keep: true);
        GradientSums sums = _sums[group] ??= new GradientSums(_packed.Sums);
        sums.Clear();

        int shards = ManagedNetwork.ShardCount(_rows);
        for (int number = group * shards / _groups; number < (group + 1) * shards / _groups; number++)
        {
            int first = number * ManagedNetwork.ShardRows;
            var shard = new Shard(first, Math.Min(ManagedNetwork.ShardRows, _rows - first), _options.DropoutSeed, _batchNumber);
            float* scores = work.Forward(_batch.Rows, shard);
            AddLosses(work.ScoreGradient, scores, sums, shard);
            work.Backward(sums, shard);
        }
    }

    private void AddLosses(float* gradient, float* scores, GradientSums sums, in Shard shard)
    {
        NetworkDescription description = _network.Description;
        int count = description.OutputCount;
        int padded = _packed.Dense.Output.Width;
        for (int row = shard.FirstRow; row < shard.FirstRow + shard.Rows; row++, scores += padded, gradient += padded)
        {
            float weight = _weights is null ? 1 : _weights[row];
            var scale = (float)(weight * _scale);
            sums.Loss += weight * (_values is null
                ? Head.Loss(scores, count, padded, _classes[row], scale, gradient)
                : Head.Loss(description.Head, scores, count, padded, _values + (nint)row * count, _options.PositiveWeight, scale, gradient));
        }
    }
}
