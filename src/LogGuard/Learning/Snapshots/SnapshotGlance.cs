using System.Text.Json;

namespace LogGuard.Learning.Snapshots;

/// <summary>Facts about a snapshot that only its manifest is read for.</summary>
internal static class SnapshotGlance
{
    /// <summary>A summary of a snapshot from its manifest; null if that cannot be read.</summary>
    public static SnapshotSummary? Summarise(string folder, int number)
    {
        try
        {
            var manifest = JsonSerializer.Deserialize(SnapshotFiles.Read(folder, SnapshotFormat.ManifestName, SnapshotFormat.ManifestLimit), ManifestJson.Default.Manifest);
            return manifest is null ? null : new SnapshotSummary(number, manifest.Saved, manifest.State, manifest.Model?.SessionCount)
            {
                LearntChanges = manifest.LearntChanges is { Length: > 0 } changes ? [.. changes.Select(change => change.Text)] : [],
            };
        }
        catch (Exception exception) when (exception is JsonException or InvalidDataException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>
    /// Whether a snapshot is of a format that this version reads, for the same detector, and in the same state. Only such a
    /// snapshot is superseded by a later one; collected sessions never supersede a model.
    /// </summary>
    public static bool IsLike(string folder, DetectorKind detector, bool isTrained)
    {
        try
        {
            using var document = JsonDocument.Parse(SnapshotFiles.Read(folder, SnapshotFormat.ManifestName, SnapshotFormat.ManifestLimit));
            var state = isTrained ? DetectorState.Detecting : DetectorState.Collecting;
            return document.RootElement.GetProperty(nameof(Manifest.Format)).GetInt32() <= Manifest.CurrentFormat
                && document.RootElement.GetProperty(nameof(Manifest.Detector)).GetString() == detector.ToString()
                && document.RootElement.GetProperty(nameof(Manifest.State)).GetString() == state.ToString();
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException
            or FormatException or InvalidDataException or IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
