using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using LogGuard.Detection;
using LogGuard.Detection.Questions;
using LogGuard.Models.Windows;
using LogGuard.Neural;

namespace LogGuard.TorchSharp.Tests.Support;

/// <summary>A model's part of a snapshot, in memory.</summary>
/// <param name="engine">The engine that loads it.</param>
internal sealed class SavedModel(INeuralEngine engine) : IQuestionWriter, IQuestionReader
{
    private readonly Dictionary<string, byte[]> _files = [];
    private byte[] _state = [];

    public INeuralEngine Engine => engine;

    public bool HasState => _state.Length > 0;

    public int SessionCount => 1;

    public long EventCount => throw new NotSupportedException();

    public int KeyCount => throw new NotSupportedException();

    public SymbolMap Symbols => throw new NotSupportedException();

    /// <summary>Saves a model and loads it with another engine.</summary>
    public static ILogModel MoveTo(INeuralEngine engine, ILogModelTrainer trainer, ILogModel model)
    {
        var saved = new SavedModel(engine);
        model.Save(new LogModelFiles(trainer.Name, (IQuestionWriter)saved));
        return trainer.Load(new LogModelFiles(trainer.Name, (IQuestionReader)saved));
    }

    public void WriteState<T>(T state, JsonTypeInfo<T> type) => _state = JsonSerializer.SerializeToUtf8Bytes(state, type);

    public T ReadState<T>(JsonTypeInfo<T> type) => JsonSerializer.Deserialize(_state, type)!;

    public void WriteFile(string name, Action<Stream> write)
    {
        using var stream = new MemoryStream();
        write(stream);
        _files.Add(name, stream.ToArray());
    }

    public bool TryReadFile(string name, out byte[] content) => _files.TryGetValue(name, out content!);
}
