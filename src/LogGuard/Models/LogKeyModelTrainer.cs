using LogGuard.Neural;

namespace LogGuard.Models;

/// <summary>
/// Trains a network on weighted distinct windows: a fixed number of Adam steps with a learning rate that falls along
/// a cosine, and at the end the weights that did best on the held-out windows.
/// </summary>
internal sealed class LogKeyModelTrainer(INeuralEngine engine, LogKeyTrainingOptions options)
{
    private const int ValidationCount = 12;

    /// <summary>Trains a network.</summary>
    /// <param name="description">What it looks like.</param>
    /// <param name="windows">What it learns from; not empty.</param>
    /// <param name="heldOut">What decides which weights are kept; where empty, the last ones are.</param>
    /// <param name="progress">Told the share done, 0..1, a few times a second at most.</param>
    /// <param name="cancellation">Ends the training early with <see cref="OperationCanceledException"/>.</param>
    public INeuralNetwork Train(
        NetworkDescription description, WindowSet windows, WindowSet? heldOut, Action<double>? progress, CancellationToken cancellation)
    {
        var network = engine.Create(description, options.Seed);
        var trainer = network.BeginTraining(new AdamOptions());
        using var ownedTrainer = trainer as IDisposable;
        var random = new SeededRandom(options.Seed);

        var batchSize = Math.Min(options.BatchSize, windows.Count);
        var stepsPerPass = (windows.Count + batchSize - 1) / batchSize;
        var stepCount = Math.Max(options.StepCount, options.MinimumPasses * stepsPerPass);
        var validateEvery = Math.Max(1, stepCount / ValidationCount);
        var order = Enumerable.Range(0, windows.Count).ToArray();
        var batch = new Batch(windows.WindowSize, batchSize);

        var best = new EarlyStopping();
        for (var step = 0; step < stepCount; step++)
        {
            cancellation.ThrowIfCancellationRequested();
            var inPass = step % stepsPerPass;
            if (inPass == 0)
            {
                random.Shuffle(order);
            }

            var rows = order.AsSpan(inPass * batchSize, Math.Min(batchSize, windows.Count - inPass * batchSize));
            batch.Take(windows, rows);
            trainer.LearningRate = options.LearningRate * CosineDecay((double)step / stepCount);
            trainer.TrainOnBatch(batch.Windows(rows.Length), windows.WindowSize, batch.Targets(rows.Length), batch.Weights(rows.Length));

            if (heldOut is { Count: > 0 } && ((step + 1) % validateEvery == 0 || step + 1 == stepCount))
            {
                best.Report(Loss(network, heldOut), network);
            }

            if (step % 16 == 0)
            {
                progress?.Invoke((double)step / stepCount);
            }
        }

        best.Restore(network);
        progress?.Invoke(1);
        return network;
    }

    private float CosineDecay(double done) => float.Lerp(
        options.FinalLearningRateShare, 1, 0.5f * (1 + (float)Math.Cos(Math.PI * done)));

    /// <summary>The weighted mean cross entropy of a network over windows, in nats.</summary>
    internal static double Loss(INeuralNetwork network, WindowSet windows)
    {
        const int Chunk = 1024;
        var outputCount = network.Description.OutputCount;
        var probabilities = new float[Math.Min(Chunk, windows.Count) * outputCount];
        double sum = 0;
        for (var start = 0; start < windows.Count; start += Chunk)
        {
            var count = Math.Min(Chunk, windows.Count - start);
            network.Predict(
                windows.Windows.AsSpan(start * windows.WindowSize, count * windows.WindowSize), windows.WindowSize,
                probabilities.AsSpan(0, count * outputCount));
            for (var i = 0; i < count; i++)
            {
                var probability = probabilities[i * outputCount + windows.Targets[start + i]];
                sum -= windows.Weights[start + i] * Math.Log(Math.Max(probability, float.Epsilon));
            }
        }

        return sum / windows.TotalWeight;
    }

    private sealed class Batch(int windowSize, int batchSize)
    {
        private readonly int[] _windows = new int[batchSize * windowSize];
        private readonly int[] _targets = new int[batchSize];
        private readonly float[] _weights = new float[batchSize];

        public ReadOnlySpan<int> Windows(int count) => _windows.AsSpan(0, count * windowSize);

        public ReadOnlySpan<int> Targets(int count) => _targets.AsSpan(0, count);

        public ReadOnlySpan<float> Weights(int count) => _weights.AsSpan(0, count);

        public void Take(WindowSet windows, ReadOnlySpan<int> rows)
        {
            for (var i = 0; i < rows.Length; i++)
            {
                windows.Windows.AsSpan(rows[i] * windowSize, windowSize).CopyTo(_windows.AsSpan(i * windowSize));
                _targets[i] = windows.Targets[rows[i]];
                _weights[i] = windows.Weights[rows[i]];
            }
        }
    }
}
