using System.Text.Json.Serialization.Metadata;

namespace LogGuard.Detection;

/// <summary>Writes a question's part of a snapshot: one JSON object, and files for large data.</summary>
internal interface IQuestionWriter
{
    /// <summary>Writes the question's state into the manifest. At most once.</summary>
    void WriteState<T>(T state, JsonTypeInfo<T> type);

    /// <summary>Writes a file of the snapshot.</summary>
    /// <param name="name">
    /// The name, which no other question uses: lower-case letters, digits, hyphens and one of the extensions .bin, .json and
    /// .safetensors.
    /// </param>
    /// <param name="write">Writes the content.</param>
    /// <exception cref="ArgumentException">The name is taken or malformed.</exception>
    void WriteFile(string name, Action<Stream> write);
}
