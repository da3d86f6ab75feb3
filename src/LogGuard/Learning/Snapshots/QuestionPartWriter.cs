using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using LogGuard.Detection;

namespace LogGuard.Learning.Snapshots;

/// <summary>Writes the part of one question into a snapshot's folder.</summary>
/// <param name="folder">The folder.</param>
/// <param name="files">The files of the snapshot; the question's files are added.</param>
internal sealed class QuestionPartWriter(string folder, List<ManifestFile> files) : IQuestionWriter
{
    private readonly List<string> _names = [];
    private JsonElement? _state;

    /// <summary>The part that was written.</summary>
    public ManifestQuestion Part => new(_state, _names.Count == 0 ? null : [.. _names]);

    public void WriteState<T>(T state, JsonTypeInfo<T> type) => _state = JsonSerializer.SerializeToElement(state, type);

    public void WriteFile(string name, Action<Stream> write)
    {
        if (!ManifestCheck.IsFileName(name) || SnapshotFormat.OwnFiles.Contains(name) || files.Exists(file => file.Name == name))
        {
            throw new ArgumentException($"{name} is taken, or no name of a question's file.", nameof(name));
        }

        files.Add(SnapshotFiles.Write(folder, name, write));
        _names.Add(name);
    }
}
