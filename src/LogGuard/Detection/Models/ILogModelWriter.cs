using System.Text.Json.Serialization.Metadata;
using LogGuard.Neural;

namespace LogGuard.Detection;

/// <summary>Writes a model's part of a snapshot: one JSON object, networks, and files for other large data.</summary>
public interface ILogModelWriter
{
    /// <summary>Writes the model's state as JSON. At most once.</summary>
    void WriteState<T>(T state, JsonTypeInfo<T> type);

    /// <summary>Writes the weights of a network in the safetensors format.</summary>
    /// <param name="name">The name: lower-case letters, digits and hyphens.</param>
    /// <param name="network">The network.</param>
    void WriteNetwork(string name, INeuralNetwork network);

    /// <summary>Writes a file.</summary>
    /// <param name="name">The name, which no other model uses: lower-case letters, digits, hyphens and the extension .bin or .json.</param>
    /// <param name="write">Writes the content.</param>
    /// <exception cref="ArgumentException">The name is taken or malformed.</exception>
    void WriteFile(string name, Action<Stream> write);
}
