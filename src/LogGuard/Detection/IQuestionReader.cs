using System.Text.Json.Serialization.Metadata;
using LogGuard.Models.Windows;
using LogGuard.Neural;

namespace LogGuard.Detection;

/// <summary>Reads a question's part of a snapshot. The files have matched their checksums; their content is not checked yet.</summary>
internal interface IQuestionReader
{
    /// <summary>The keys that occurred in training.</summary>
    SymbolMap Symbols { get; }

    /// <summary>Number of sessions learnt from.</summary>
    int SessionCount { get; }

    /// <summary>Number of events learnt from.</summary>
    long EventCount { get; }

    /// <summary>Number of templates in the snapshot.</summary>
    int KeyCount { get; }

    /// <summary>Makes networks.</summary>
    INeuralEngine Engine { get; }

    /// <summary>Whether the question wrote a state.</summary>
    bool HasState { get; }

    /// <summary>The question's state.</summary>
    /// <exception cref="InvalidDataException">There is none, or it is malformed.</exception>
    T ReadState<T>(JsonTypeInfo<T> type);

    /// <summary>A file of the snapshot.</summary>
    /// <returns>False if the snapshot has no such file.</returns>
    bool TryReadFile(string name, out byte[] content);

    /// <summary>A file of the snapshot.</summary>
    /// <exception cref="InvalidDataException">The snapshot has no such file.</exception>
    byte[] ReadFile(string name) =>
        TryReadFile(name, out var content) ? content : throw new InvalidDataException($"{name} is not among its files");
}
