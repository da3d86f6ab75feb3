using System.Text.Json.Serialization.Metadata;
using LogGuard.Neural;

namespace LogGuard.Detection.Questions;

/// <summary>Writes and reads a model's part of a snapshot. Its files begin with the model's name, so that several models have room.</summary>
internal sealed class LogModelFiles : ILogModelWriter, ILogModelReader
{
    private readonly string _prefix;
    private readonly IQuestionWriter? _writer;
    private readonly IQuestionReader? _reader;

    public LogModelFiles(string name, IQuestionWriter writer) => (_prefix, _writer) = (PrefixOf(name), writer);

    public LogModelFiles(string name, IQuestionReader reader) => (_prefix, _reader) = (PrefixOf(name), reader);

    public int SessionCount => _reader!.SessionCount;

    public INeuralEngine Engine => _reader!.Engine;

    public void WriteState<T>(T state, JsonTypeInfo<T> type) => _writer!.WriteState(state, type);

    public void WriteNetwork(string name, INeuralNetwork network) =>
        WriteFile($"{name}.safetensors", stream => Safetensors.Write(stream, network.Weights, null));

    public void WriteFile(string name, Action<Stream> write) => _writer!.WriteFile(_prefix + name, write);

    public T ReadState<T>(JsonTypeInfo<T> type) => _reader!.ReadState(type);

    public INeuralNetwork ReadNetwork(string name, NetworkDescription description)
    {
        INeuralNetwork network;
        try
        {
            description.Check();
            network = Engine.Create(description, seed: 0);
        }
        catch (ArgumentException exception)
        {
            throw new InvalidDataException($"the network {name} cannot be made: {exception.Message}", exception);
        }

        network.LoadWeights(Safetensors.Read(new MemoryStream(ReadFile($"{name}.safetensors"), writable: false)).Tensors);
        return network;
    }

    public byte[] ReadFile(string name) => _reader!.ReadFile(_prefix + name);

    // "AutoLstm" writes auto-lstm-network.safetensors.
    private static string PrefixOf(string name) =>
        string.Concat(name.Select((character, i) => char.IsAsciiLetterUpper(character) ? (i == 0 ? "" : "-") + char.ToLowerInvariant(character) : $"{character}")) + "-";
}
