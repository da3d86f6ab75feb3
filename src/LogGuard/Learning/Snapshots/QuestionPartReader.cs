using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using LogGuard.Detection;
using LogGuard.Models.Windows;
using LogGuard.Neural;

namespace LogGuard.Learning.Snapshots;

/// <summary>Reads one question's part of a snapshot.</summary>
/// <param name="part">The part.</param>
/// <param name="files">The files of the snapshot.</param>
internal sealed class QuestionPartReader(ManifestQuestion part, IReadOnlyDictionary<string, byte[]> files) : IQuestionReader
{
    public required SymbolMap Symbols { get; init; }

    public required int SessionCount { get; init; }

    public required long EventCount { get; init; }

    public required int KeyCount { get; init; }

    public required INeuralEngine Engine { get; init; }

    public bool HasState => part.State is not null;

    public T ReadState<T>(JsonTypeInfo<T> type)
    {
        try
        {
            return part.State is { } state && state.Deserialize(type) is { } value
                ? value
                : throw new InvalidDataException("one of its questions has no state");
        }
        catch (JsonException exception)
        {
            throw new InvalidDataException($"{SnapshotFormat.ManifestName} is no manifest: {exception.Message}", exception);
        }
    }

    public bool TryReadFile(string name, out byte[] content)
    {
        content = [];
        if (part.Files?.Contains(name) != true || !files.TryGetValue(name, out var bytes))
        {
            return false;
        }

        content = bytes;
        return true;
    }
}
