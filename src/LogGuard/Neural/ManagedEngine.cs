namespace LogGuard.Neural;

/// <summary>The built-in engine, written in C#. It runs wherever .NET runs and uses the vector instructions that the processor has.</summary>
/// <remarks>A row's outputs do not depend on the other rows of its batch, and no result depends on the number of threads.</remarks>
public sealed class ManagedEngine : INeuralEngine
{
    private readonly int _threadCount;
    private readonly bool _lowPriority;

    /// <summary>Makes an engine. It holds no resources: threads start when a large batch needs them and end when idle.</summary>
    /// <param name="threadCount">
    /// Threads that share a large batch, the caller's included, 1 or more. The default is one for each processor. It changes the
    /// speed only, never a result.
    /// </param>
    /// <param name="lowPriority">Whether the threads that the engine adds run below normal priority. The default is <c>false</c>.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="threadCount"/> is below 1.</exception>
    public ManagedEngine(int? threadCount = null, bool lowPriority = false)
    {
        _threadCount = threadCount ?? Environment.ProcessorCount;
        _lowPriority = lowPriority;
        ArgumentOutOfRangeException.ThrowIfLessThan(_threadCount, 1, nameof(threadCount));
    }

    /// <summary>The name <c>managed</c>.</summary>
    public string Name => "managed";

    /// <summary>Makes a network with the initial weights of <see cref="WeightLayout.Make(NetworkDescription, int)"/>.</summary>
    /// <param name="description">Layers, sizes and head of the network.</param>
    /// <param name="seed">Seed of the initial weights: the same seed gives the same network.</param>
    /// <exception cref="ArgumentException">The description is not valid; see <see cref="NetworkDescription.Check"/>.</exception>
    public INeuralNetwork Create(NetworkDescription description, int seed)
    {
        ArgumentNullException.ThrowIfNull(description);
        description.Check();
        return new ManagedNetwork(description, WeightLayout.MakeArray(description, seed), new WorkerPool(_threadCount, _lowPriority));
    }
}
