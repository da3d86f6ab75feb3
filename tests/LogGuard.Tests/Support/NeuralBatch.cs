using LogGuard.Neural;

namespace LogGuard.Tests.Support;

/// <summary>A batch of random windows with targets and weights.</summary>
internal sealed class NeuralBatch
{
    public NeuralBatch(NetworkDescription description, int rows, int windowSize, int seed)
    {
        var random = new SeededRandom(seed);
        WindowSize = windowSize;
        Windows = [.. Enumerable.Range(0, rows * windowSize).Select(_ => (int)(random.NextUniform() * description.SymbolCount))];
        Targets = [.. Enumerable.Range(0, rows).Select(_ => (int)(random.NextUniform() * description.OutputCount))];
        Weights = [.. Enumerable.Range(0, rows).Select(_ => 1 + MathF.Floor((float)random.NextUniform() * 9))];
    }

    public int WindowSize { get; }

    public int[] Windows { get; }

    public int[] Targets { get; }

    public float[] Weights { get; }

    public double Train(INeuralTrainer trainer) => trainer.TrainOnBatch(Windows, WindowSize, Targets, Weights);

    public double ComputeGradients(ManagedTrainer trainer) => trainer.ComputeGradients(Windows, WindowSize, Targets, Weights);
}
