using LogGuard.Neural;

namespace LogGuard.PublicApi.Tests;

/// <summary>
/// The smallest engine: it implements the members without a default only, counts its calls and delegates to the managed engine.
/// </summary>
public sealed class CountingEngine : INeuralEngine
{
    private readonly ManagedEngine _managed = new(threadCount: 1);
    private int _networks;
    private int _trainedBatches;
    private int _predictedBatches;

    public string Name => "counting";

    public int Networks => Volatile.Read(ref _networks);

    public int TrainedBatches => Volatile.Read(ref _trainedBatches);

    public int PredictedBatches => Volatile.Read(ref _predictedBatches);

    public INeuralNetwork Create(NetworkDescription description, int seed)
    {
        Interlocked.Increment(ref _networks);
        return new Network(this, _managed.Create(description, seed));
    }

    private sealed class Network(CountingEngine engine, INeuralNetwork inner) : INeuralNetwork
    {
        public NetworkDescription Description => inner.Description;

        public IReadOnlyList<NamedTensor> Weights => inner.Weights;

        public void LoadWeights(IReadOnlyList<NamedTensor> weights) => inner.LoadWeights(weights);

        public void Predict(NetworkBatch batch, Span<float> outputs)
        {
            batch.Check(Description);
            inner.Predict(batch, outputs);
            Interlocked.Increment(ref engine._predictedBatches);
        }

        public INeuralTrainer BeginTraining(OptimizerOptions options) => new Trainer(engine, this, inner.BeginTraining(options));
    }

    private sealed class Trainer(CountingEngine engine, INeuralNetwork network, INeuralTrainer inner) : INeuralTrainer
    {
        public float LearningRate
        {
            get => inner.LearningRate;
            set => inner.LearningRate = value;
        }

        public double TrainOnBatch(NetworkBatch batch, NetworkTargets targets)
        {
            batch.Check(network.Description);
            targets.Check(network.Description, batch.RowCount);
            Interlocked.Increment(ref engine._trainedBatches);
            return inner.TrainOnBatch(batch, targets);
        }
    }
}
