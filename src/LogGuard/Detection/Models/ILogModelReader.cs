using System.Text.Json.Serialization.Metadata;
using LogGuard.Neural;

namespace LogGuard.Detection;

/// <summary>Reads a model's part of a snapshot. Checksums have matched; what the numbers say is to be checked.</summary>
public interface ILogModelReader
{
    /// <summary>Number of sessions learnt from.</summary>
    int SessionCount { get; }

    /// <summary>Makes networks.</summary>
    INeuralEngine Engine { get; }

    /// <summary>The model's state.</summary>
    /// <exception cref="InvalidDataException">There is none, or it is malformed.</exception>
    T ReadState<T>(JsonTypeInfo<T> type);

    /// <summary>Makes a network with the weights that <see cref="ILogModelWriter.WriteNetwork"/> wrote.</summary>
    /// <exception cref="InvalidDataException">The weights are missing, or of another network.</exception>
    INeuralNetwork ReadNetwork(string name, NetworkDescription description);

    /// <summary>The content of a file.</summary>
    /// <exception cref="InvalidDataException">The snapshot has no such file.</exception>
    byte[] ReadFile(string name);
}
