namespace LogGuard.Neural;

/// <summary>
/// Makes the networks that a detector trains and predicts with. <see cref="ManagedEngine"/> is the built-in engine;
/// <see cref="AnomalyDetectorOptions.EngineFactory"/> replaces it.
/// </summary>
/// <remarks>
/// <para>
/// Weights have the same names, shapes and order in every engine (see <see cref="WeightLayout"/>), so a model trained by one engine is
/// served by any other.
/// </para>
/// <para>
/// A detector may call <see cref="Create"/> on any thread, and may train one network while another one predicts. It does not retry what
/// an engine failed to do: an engine whose device can fail falls back by itself, for instance to a <see cref="ManagedEngine"/>.
/// </para>
/// </remarks>
public interface INeuralEngine
{
    /// <summary>Short name of the engine for messages, such as <c>managed</c>.</summary>
    string Name { get; }

    /// <summary>Makes a network with freshly initialised weights.</summary>
    /// <param name="description">Layers, sizes and head of the network.</param>
    /// <param name="seed">Seed of the initial weights: the same seed gives the same weights; see <see cref="WeightLayout.Make(NetworkDescription, int)"/>.</param>
    /// <exception cref="ArgumentException">The description is not valid; see <see cref="NetworkDescription.Check"/>.</exception>
    INeuralNetwork Create(NetworkDescription description, int seed);
}
