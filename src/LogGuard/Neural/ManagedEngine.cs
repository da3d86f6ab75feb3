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
    /// Makes a network. Weights begin as PyTorch's do (though not the same numbers): recurrent ones uniform in ±1/√H,
    /// dense ones in ±1/√inputs, embedding vectors normal.
    /// </summary>
    /// <exception cref="ArgumentException">The description is wrong; <see cref="NetworkDescription.Check"/> says how.</exception>
    public INeuralNetwork Create(NetworkDescription description, int seed)
    {
        ArgumentNullException.ThrowIfNull(description);
        description.Check();
        NamedTensor[] weights = WeightLayout.Make(description, new SeededRandom(seed));
        return new ManagedNetwork(description, weights, new WorkerCrew(_threadCount, _lowPriority));
    }
}
