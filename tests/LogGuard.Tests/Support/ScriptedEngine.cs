using LogGuard.Neural;

namespace LogGuard.Tests.Support;

/// <summary>
/// An engine that learns nothing: its network has one weight, the number of batches it was shown, and predicts by a
/// script. Notes what a trainer does with it.
/// </summary>
internal sealed class ScriptedEngine(Func<int, float> probabilityOfTarget) : INeuralEngine
{
    /// <summary>The learning rate of each batch.</summary>
    public List<float> LearningRates { get; } = [];

    /// <summary>The windows, with targets and weights, of each batch.</summary>
    public List<string[]> Batches { get; } = [];

    /// <summary>Windows that were predicted, however many at a time.</summary>
    public long PredictedCount { get; private set; }

    public string Name => "scripted";

    public INeuralNetwork Create(NetworkDescription description, int seed) => new Network(this, description);

    private sealed class Network(ScriptedEngine engine, NetworkDescription description) : INeuralNetwork
    {
        private readonly float[] _batchCount = [0];

        public NetworkDescription Description => description;

        public IReadOnlyList<NamedTensor> Weights => [new NamedTensor("batches", [1], _batchCount)];

        public void LoadWeights(IReadOnlyList<NamedTensor> weights) => _batchCount[0] = weights[0].Values[0];

        public void Predict(ReadOnlySpan<int> windows, int windowSize, Span<float> probabilities)
        {
            engine.PredictedCount += windows.Length / windowSize;
            probabilities.Fill(engine.Script((int)_batchCount[0]));
        }

        public void Predict(NetworkBatch batch, Span<float> outputs) => outputs.Fill(engine.Script((int)_batchCount[0]));

        public INeuralTrainer BeginTraining(OptimizerOptions options) => new Trainer(engine, _batchCount);
    }

    private sealed class Trainer(ScriptedEngine engine, float[] batchCount) : INeuralTrainer
    {
        public float LearningRate { get; set; }

        public double TrainOnBatch(ReadOnlySpan<int> windows, int windowSize, ReadOnlySpan<int> targets, ReadOnlySpan<float> weights)
        {
            var rows = new string[targets.Length];
            for (var i = 0; i < rows.Length; i++)
            {
                rows[i] = $"{string.Join(' ', windows.Slice(i * windowSize, windowSize).ToArray())} > {targets[i]} x {weights[i]}";
            }

            engine.Batches.Add(rows);
            engine.LearningRates.Add(LearningRate);
            return TrainOnBatch(null!, null!);
        }

        // The batches of windows are what is noted; one of any other form only counts.
        public double TrainOnBatch(NetworkBatch batch, NetworkTargets targets)
        {
            batchCount[0]++;
            return 0;
        }
    }

    private float Script(int batchCount) => probabilityOfTarget(batchCount);
}
