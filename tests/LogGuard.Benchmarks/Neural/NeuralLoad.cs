using LogGuard.Neural;

namespace LogGuard.Benchmarks.Neural;

/// <summary>
/// DeepLog's network (h = 10, one-hot 28, two LSTM layers of 64) and random windows: the same work as in
/// <c>pytorch/measure_pytorch.py</c>. The content of the windows does not affect the speed.
/// </summary>
internal sealed class NeuralLoad
{
    public const int WindowSize = 10;
    public const int SymbolCount = 28;

    private readonly INeuralNetwork _network;
    private readonly INeuralTrainer _trainer;
    private readonly int[] _windows;
    private readonly int[] _targets;
    private readonly float[] _weights;
    private readonly float[] _probabilities;

    public NeuralLoad(int batchSize, int threadCount)
    {
        var random = new Random(1);
        BatchSize = batchSize;
        _network = new ManagedEngine(threadCount).Create(new NetworkDescription { SymbolCount = SymbolCount, OutputCount = SymbolCount }, seed: 1);
        _trainer = _network.BeginTraining(new AdamOptions());
        _windows = [.. Enumerable.Range(0, batchSize * WindowSize).Select(_ => random.Next(SymbolCount))];
        _targets = [.. Enumerable.Range(0, batchSize).Select(_ => random.Next(SymbolCount))];
        _weights = [.. Enumerable.Repeat(1f, batchSize)];
        _probabilities = new float[batchSize * SymbolCount];
    }

    public int BatchSize { get; }

    public ReadOnlySpan<float> Probabilities => _probabilities;

    public INeuralNetwork Network => _network;

    public ReadOnlySpan<int> Windows => _windows;

    public double Train() => _trainer.TrainOnBatch(_windows, WindowSize, _targets, _weights);

    public void Predict() => _network.Predict(_windows, WindowSize, _probabilities);

    /// <summary>Predicts the same windows, one call each.</summary>
    public void PredictOneByOne()
    {
        for (var i = 0; i < BatchSize; i++)
        {
            _network.Predict(
                _windows.AsSpan(i * WindowSize, WindowSize), WindowSize, _probabilities.AsSpan(i * SymbolCount, SymbolCount));
        }
    }
}
