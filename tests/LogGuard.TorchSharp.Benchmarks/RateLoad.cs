using LogGuard.Models.NextKey;
using LogGuard.Neural;

namespace LogGuard.TorchSharp.Benchmarks;

/// <summary>A network as a log key model has it, and random windows. What the windows hold changes no speed.</summary>
internal sealed class RateLoad
{
    private readonly NetworkDescription _description;
    private readonly int _windowSize;
    private readonly int[] _windows;
    private readonly int[] _targets;
    private readonly float[] _weights;

    public RateLoad(int symbolCount, int hiddenSize, int windowSize, int batchSize)
    {
        // Without the boundary symbols, so that it is the network of measure_pytorch.py.
        var isOneHot = symbolCount <= LogKeyModel.MaxOneHotSymbols;
        _description = new NetworkDescription
        {
            SymbolCount = symbolCount,
            OutputCount = symbolCount,
            HiddenSize = hiddenSize,
            Input = isOneHot ? NetworkInput.OneHot : NetworkInput.Embedding,
            EmbeddingSize = Math.Min(hiddenSize, 32),
        };
        var random = new Random(1);
        _windowSize = windowSize;
        BatchSize = batchSize;
        _windows = [.. Enumerable.Range(0, batchSize * windowSize).Select(_ => random.Next(symbolCount))];
        _targets = [.. Enumerable.Range(0, batchSize).Select(_ => random.Next(symbolCount))];
        _weights = [.. Enumerable.Repeat(1f, batchSize)];
    }

    public int BatchSize { get; }

    /// <summary>Has an engine make the network.</summary>
    public Work On(INeuralEngine engine)
    {
        var network = engine.Create(_description, seed: 1);
        var trainer = network.BeginTraining(new AdamOptions());
        var probabilities = new float[BatchSize * _description.OutputCount];
        return new Work(
            () => trainer.TrainOnBatch(_windows, _windowSize, _targets, _weights),
            () => network.Predict(_windows, _windowSize, probabilities));
    }

    /// <summary>One batch each; training returns the loss.</summary>
    internal sealed record Work(Func<double> Train, Action Predict);
}
