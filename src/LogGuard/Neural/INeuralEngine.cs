namespace LogGuard.Neural;

/// <summary>
/// Makes networks from descriptions. Everything above this interface is engine-blind: a model trained by one engine
/// is served by any other, because weights carry the same names and shapes everywhere.
/// </summary>
internal interface INeuralEngine
{
    /// <summary>Short name of the engine, for messages and manifests, such as <c>managed</c>.</summary>
    string Name { get; }

    /// <summary>Makes a network with freshly initialised weights.</summary>
    /// <param name="description">What the network looks like.</param>
    /// <param name="seed">Seed of the initial weights: the same seed gives the same network.</param>
    INeuralNetwork Create(NetworkDescription description, int seed);
}
