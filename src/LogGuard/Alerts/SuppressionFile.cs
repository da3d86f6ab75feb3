using System.Text.Json;
using System.Text.Json.Serialization;

namespace LogGuard.Alerts;

/// <summary>
/// Keeps suppressions beside the snapshots, and not in them: they hold from the moment they are ordered, and a return to an
/// earlier snapshot does not take them back. Written under a temporary name, flushed and renamed, so that a crash leaves the
/// file before. Trouble is told and nothing else.
/// </summary>
internal sealed class SuppressionFile(string folder, Action<string> tell)
{
    internal const string Name = "suppressions.json";

    // As many as the list holds, each of the greatest length.
    private const int SizeLimit = SuppressionList.Limit * (Fingerprint.LengthLimit + 100);

    private readonly string _path = Path.Combine(folder, Name);
    private bool _hasFailed;

    public IReadOnlyList<Suppression> Load()
    {
        try
        {
            if (!File.Exists(_path))
            {
                return [];
            }

            if (new FileInfo(_path).Length > SizeLimit)
            {
                throw new JsonException("it is larger than it can be");
            }

            var list = JsonSerializer.Deserialize(File.ReadAllBytes(_path), SuppressionJson.Default.SuppressionArray);
            return list is not null && Array.TrueForAll(list, IsGood) ? list : throw new JsonException("it is no list of suppressions");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or JsonException)
        {
            tell($"{_path} cannot be read, and nothing is suppressed by it: {exception.Message}");
            return [];
        }
    }

    public void Save(IReadOnlyList<Suppression> suppressions)
    {
        var temporary = _path + ".saving";
        try
        {
            Directory.CreateDirectory(folder);
            using (var file = new FileStream(temporary, FileMode.Create, FileAccess.Write, FileShare.None))
            {
                JsonSerializer.Serialize(file, [.. suppressions], SuppressionJson.Default.SuppressionArray);
                file.Flush(flushToDisk: true);
            }

            File.Move(temporary, _path, overwrite: true);
            _hasFailed = false;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            if (!_hasFailed)
            {
                _hasFailed = true;
                tell($"{_path} cannot be written, and suppressions end with this process: {exception.Message}");
            }
        }
    }

    // A null in the file is one here, whatever the type says.
    private static bool IsGood(Suppression? suppression) => suppression?.Fingerprint is { Length: > 0 and <= Fingerprint.LengthLimit };
}

[JsonSourceGenerationOptions(WriteIndented = true)]
[JsonSerializable(typeof(Suppression[]))]
internal sealed partial class SuppressionJson : JsonSerializerContext;
