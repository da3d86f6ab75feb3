using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using LogGuard.Detection;
using LogGuard.Neural;

namespace LogGuard.Detectors.Semi;

/// <summary>The part of one stage in the snapshot of a model of several: its files have the stage's name in front.</summary>
/// <param name="stage">The name.</param>
/// <param name="writer">The model's part, for writing.</param>
/// <param name="reader">The model's part, for reading.</param>
internal sealed class StageFiles(string stage, ILogModelWriter? writer, ILogModelReader? reader) : ILogModelWriter, ILogModelReader
{
    public int SessionCount => reader!.SessionCount;

    public INeuralEngine Engine => reader!.Engine;

    public void WriteState<T>(T state, JsonTypeInfo<T> type) => writer!.WriteFile($"{stage}-state.json", stream => JsonSerializer.Serialize(stream, state, type));

    public void WriteNetwork(string name, INeuralNetwork network) => writer!.WriteNetwork($"{stage}-{name}", network);

    public void WriteFile(string name, Action<Stream> write) => writer!.WriteFile($"{stage}-{name}", write);

    public T ReadState<T>(JsonTypeInfo<T> type)
    {
        try
        {
            return JsonSerializer.Deserialize(reader!.ReadFile($"{stage}-state.json"), type) ?? throw new InvalidDataException($"the state of {stage} is missing");
        }
        catch (JsonException exception)
        {
            throw new InvalidDataException($"the state of {stage} is malformed: {exception.Message}", exception);
        }
    }

    public INeuralNetwork ReadNetwork(string name, NetworkDescription description) => reader!.ReadNetwork($"{stage}-{name}", description);

    public byte[] ReadFile(string name) => reader!.ReadFile($"{stage}-{name}");
}
