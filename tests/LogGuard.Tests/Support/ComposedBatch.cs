using LogGuard.Neural;

namespace LogGuard.Tests.Support;

/// <summary>A random batch for any description, with rows of different lengths if asked.</summary>
internal sealed class ComposedBatch
{
    private readonly NetworkDescription _description;
    private readonly SeededRandom _random;

    public ComposedBatch(NetworkDescription description, int rows, int steps, int seed, bool lengths = false, bool soft = false)
    {
        _description = description;
        _random = new SeededRandom(seed);
        var sources = new List<SourceBatch>();
        foreach (NetworkSource source in description.Sources)
        {
            bool isSequence = source.Recurrent is not null || source.SymbolCount > 0 || source.Convolutions.Count > 0 || source.Pooling == StepPooling.Attention;
            sources.Add(Source(source, rows, isSequence ? steps : 1, lengths));
        }

        Batch = new NetworkBatch([.. sources]) { RowCount = rows };
        bool hard = description.Head == NetworkHead.Softmax && !soft;
        float[] values = hard ? [] : Floats(rows * description.OutputCount, description.Head == NetworkHead.Linear ? -1 : 0, 1);
        if (description.Head == NetworkHead.Sigmoid)
        {
            values = [.. values.Select(value => MathF.Round(value))];
        }

        Targets = new NetworkTargets
        {
            Classes = hard ? Integers(rows, description.OutputCount) : [],
            Values = values,
            Weights = Floats(rows, 1, 5),
        };
    }

    public NetworkBatch Batch { get; }

    public NetworkTargets Targets { get; }

    public double Train(INeuralTrainer trainer) => trainer.TrainOnBatch(Batch, Targets);

    public float[] Predict(INeuralNetwork network)
    {
        var outputs = new float[Batch.RowCount * _description.OutputCount];
        network.Predict(Batch, outputs);
        return outputs;
    }

    private SourceBatch Source(NetworkSource source, int rows, int steps, bool lengths) => new()
    {
        StepCount = steps,
        Symbols = source.SymbolCount == 0 ? [] : Integers(rows * steps, source.SymbolCount),
        Values = Floats(rows * steps * source.ValueCount, -1, 1),
        Lengths = lengths ? Integers(rows, steps).Select(length => length + 1).ToArray() : [],
    };

    private int[] Integers(int count, int bound) => [.. Enumerable.Range(0, count).Select(_ => (int)(_random.NextUniform() * bound))];

    private float[] Floats(int count, float from, float to) =>
        [.. Enumerable.Range(0, count).Select(_ => from + (to - from) * (float)_random.NextUniform())];
}
