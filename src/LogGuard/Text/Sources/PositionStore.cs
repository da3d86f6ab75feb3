using System.Text.Json;
using System.Text.Json.Serialization;
using LogGuard.Primitives;

namespace LogGuard.Parsing;

/// <summary>
/// Keeps a position in a file, saved by an atomic rename. Faults are only reported: without a position the log is read again from
/// its beginning.
/// </summary>
internal sealed class PositionStore(string path, TimeSpan interval, TimeProvider timeProvider, Action<string> report)
{
    /// <summary>Larger than any saved position. A larger file is another one.</summary>
    private const int SizeLimit = 64 * 1024;

    private TextPosition? _saved;
    private long _lastSaved = timeProvider.GetTimestamp();
    private bool _hasFailed;

    /// <summary>Whether it is time to save.</summary>
    public bool IsDue => timeProvider.GetElapsedTime(_lastSaved) >= interval;

    /// <summary>The position saved last; null without one.</summary>
    public TextPosition? Load()
    {
        try
        {
            if (!File.Exists(path))
            {
                return null;
            }

            var position = JsonSerializer.Deserialize(RegularFile.Read(path, SizeLimit), PositionJson.Default.TextPosition);
            if (position is { IsSound: true })
            {
                return position;
            }

            report($"{path} is not a saved position; reading the log as without one.");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or JsonException or InvalidDataException)
        {
            report($"{path} is not a saved position; reading the log as without one: {exception.Message}");
        }

        return null;
    }

    /// <summary>Saves a position if it differs from the last one.</summary>
    public void Save(TextPosition? position)
    {
        _lastSaved = timeProvider.GetTimestamp();
        if (position is null || position == _saved)
        {
            return;
        }

        try
        {
            AtomicFile.Write(path, file => JsonSerializer.Serialize(file, position, PositionJson.Default.TextPosition));
            _saved = position;
            _hasFailed = false;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            if (!_hasFailed)
            {
                _hasFailed = true;
                report($"{path} cannot be written; a restart will read lines again: {exception.Message}");
            }
        }
    }
}

[JsonSourceGenerationOptions(WriteIndented = true)]
[JsonSerializable(typeof(TextPosition))]
internal sealed partial class PositionJson : JsonSerializerContext;
