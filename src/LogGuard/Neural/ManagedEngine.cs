namespace LogGuard.Neural;

/// <summary>The engine written in C#: runs wherever .NET runs, with the vectors the processor has.</summary>
internal sealed class ManagedEngine : INeuralEngine
{
    private readonly int _threadCount;
    private readonly bool _lowPriority;

    /// <param name="threadCount">
    /// Threads that share a large batch, the caller's included; by default as many as there are processors. It
    /// changes the speed only, never a result.
    /// </param>
    /// <param name="lowPriority">Whether the threads the engine adds give way to the host's.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="threadCount"/> is below 1.</exception>
    public ManagedEngine(int? threadCount = null, bool lowPriority = false)
    {
        _threadCount = threadCount ?? Environment.ProcessorCount;
        _lowPriority = lowPriority;
        ArgumentOutOfRangeException.ThrowIfLessThan(_threadCount, 1, nameof(threadCount));
    }

    public string Name => "managed";

    /// <summary>
    /// Makes a network. LSTM and output weights are uniform in ±1/√H, embedding vectors normal, as PyTorch makes them
    /// (though not the same numbers).
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">A size in the description is below 1.</exception>
    public INeuralNetwork Create(NetworkDescription description, int seed)
    {
        ArgumentNullException.ThrowIfNull(description);
        ArgumentOutOfRangeException.ThrowIfLessThan(description.SymbolCount, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(description.OutputCount, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(description.HiddenSize, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(description.LayerCount, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(description.InputSize, 1);

        NamedTensor[] weights = WeightLayout.Make(description);
        var random = new SeededRandom(seed);
        double bound = 1 / Math.Sqrt(description.HiddenSize);
        foreach (NamedTensor tensor in weights)
        {
            bool embedding = tensor.Name == "embedding.weight";
            foreach (ref float value in tensor.Values.AsSpan())
            {
                value = (float)(embedding ? random.NextNormal() : bound * (2 * random.NextUniform() - 1));
            }
        }

        return new ManagedNetwork(description, weights, new WorkerCrew(_threadCount, _lowPriority));
    }
}
