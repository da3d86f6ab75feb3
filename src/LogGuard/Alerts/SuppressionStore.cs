using System.Text.Json;
using System.Text.Json.Serialization;
using LogGuard.Primitives;

namespace LogGuard.Alerts;

/// <summary>
/// Stores suppressions next to the snapshots, not in them: they take effect at once, and a rollback to an earlier snapshot does
/// not remove them. Saved by an atomic rename. Failures are reported as diagnostic messages only.
/// </summary>
/// <param name="folder">The folder of the snapshots.</param>
/// <param name="tell">Receives messages about failures.</param>
/// <param name="isOwner">Whether this detector may change the folder; null if it always may.</param>
internal sealed class SuppressionStore(string folder, Action<string> tell, Func<bool>? isOwner = null)
{
    internal const string Name = "suppressions.json";

    // The size of a full list with fingerprints of maximum length.
    internal const int SizeLimit = SuppressionList.Limit * (Fingerprint.LengthLimit + 100);

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

            var list = JsonSerializer.Deserialize(RegularFile.Read(_path, SizeLimit), SuppressionJson.Default.SuppressionArray);
            return list is not null && Array.TrueForAll(list, IsGood) ? list : throw new JsonException("it is no list of suppressions");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or JsonException or InvalidDataException)
        {
            tell($"{_path} cannot be read; its suppressions have no effect: {exception.Message}");
            return [];
        }
    }

    /// <summary>Saves the list. A failure is reported, and a later save tries again.</summary>
    /// <returns>False if another detector owns the folder.</returns>
    public bool Save(IReadOnlyList<Suppression> suppressions)
    {
        if (isOwner?.Invoke() == false)
        {
            return false;
        }

        try
        {
            AtomicFile.Write(_path, file => JsonSerializer.Serialize(file, [.. suppressions], SuppressionJson.Default.SuppressionArray));
            _hasFailed = false;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            if (!_hasFailed)
            {
                _hasFailed = true;
                tell($"{_path} cannot be written; suppressions are lost when this process ends: {exception.Message}");
            }
        }

        return true;
    }

    // A null in the file becomes a null element, despite the non-nullable type.
    private static bool IsGood(Suppression? suppression) => suppression?.Fingerprint is { Length: > 0 and <= Fingerprint.LengthLimit };
}

[JsonSourceGenerationOptions(WriteIndented = true)]
[JsonSerializable(typeof(Suppression[]))]
internal sealed partial class SuppressionJson : JsonSerializerContext;
