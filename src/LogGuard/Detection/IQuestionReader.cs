using System.Text.Json.Serialization.Metadata;
using LogGuard.Models.Windows;
using LogGuard.Neural;

namespace LogGuard.Detection;

/// <summary>Reads a question's part of a snapshot. Files have matched their checksums; what they say is still to be checked.</summary>
internal interface IQuestionReader
{
    /// <summary>The keys that occurred in training.</summary>
    SymbolMap Symbols { get; }

    /// <summary>Number of sessions learnt from.</summary>
    int SessionCount { get; }

    /// <summary>Number of events learnt from.</summary>
    long EventCount { get; }

    /// <summary>Number of keys that the snapshot has templates of.</summary>
    int KeyCount { get; }

    /// <summary>Makes networks.</summary>
    INeuralEngine Engine { get; }

    /// <summary>The question's state.</summary>
    /// <exception cref="InvalidDataException">There is none, or it has another form.</exception>
    T ReadState<T>(JsonTypeInfo<T> type);

    /// <summary>A file of the snapshot.</summary>
    /// <returns>False where the snapshot has no such file.</returns>
    bool TryReadFile(string name, out byte[] content);

    /// <summary>A file of the snapshot.</summary>
    /// <exception cref="InvalidDataException">The snapshot has no such file.</exception>
    byte[] ReadFile(string name) =>
        TryReadFile(name, out var content) ? content : throw new InvalidDataException($"{name} is not among its files");
}
