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
        var random = new SeededRandom(options.Seed);

        var order = options.CountsRepetitions ? WithRepetitions(windows) : [.. Enumerable.Range(0, windows.Count)];
        var batchSize = Math.Min(options.BatchSize, order.Length);
        var stepsPerPass = (order.Length + batchSize - 1) / batchSize;
        var stepCount = Math.Max(options.StepCount, options.MinimumPasses * stepsPerPass);
        var validateEvery = Math.Max(1, stepCount / ValidationCount);
        var batch = new Batch(windows, batchSize);

        var best = new EarlyStopping();
        for (var step = 0; step < stepCount; step++)
        {
            cancellation.ThrowIfCancellationRequested();
            var inPass = step % stepsPerPass;
            if (inPass == 0)
            {
                random.Shuffle(order);
            }

            var rows = order.AsSpan(inPass * batchSize, Math.Min(batchSize, order.Length - inPass * batchSize));
            batch.Take(rows, options.CountsRepetitions);
            trainer.LearningRate = options.LearningRate * CosineDecay((double)step / stepCount);
            trainer.TrainOnBatch(batch.Windows, windows.WindowSize, batch.Targets, batch.Weights);

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

    // Each window as often as it occurred.
    private static int[] WithRepetitions(WindowSet windows)
    {
        var order = new List<int>();
        for (var row = 0; row < windows.Count; row++)
        {
            order.AddRange(Enumerable.Repeat(row, (int)windows.Weights[row]));
        }

        return [.. order];
    }

    private sealed class Batch(WindowSet set, int batchSize)
    {
        private readonly int[] _windows = new int[batchSize * set.WindowSize];
        private readonly int[] _targets = new int[batchSize];
        private readonly float[] _weights = new float[batchSize];
        private readonly int[] _places = new int[set.Count];
        private int _count;

        public ReadOnlySpan<int> Windows => _windows.AsSpan(0, _count * set.WindowSize);

        public ReadOnlySpan<int> Targets => _targets.AsSpan(0, _count);

        public ReadOnlySpan<float> Weights => _weights.AsSpan(0, _count);

        /// <summary>Takes rows of the set; one that comes repeatedly is taken once and weighs as often as it comes.</summary>
        public void Take(ReadOnlySpan<int> rows, bool countsRepetitions)
        {
            _count = 0;
            foreach (var row in rows)
            {
                if (countsRepetitions && _places[row] > 0)
                {
                    _weights[_places[row] - 1]++;
                    continue;
                }

                set.Windows.AsSpan(row * set.WindowSize, set.WindowSize).CopyTo(_windows.AsSpan(_count * set.WindowSize));
                _targets[_count] = set.Targets[row];
                _weights[_count] = countsRepetitions ? 1 : set.Weights[row];
                _places[row] = ++_count;
            }

            foreach (var row in rows)
            {
                _places[row] = 0;
            }
        }
    }
}
