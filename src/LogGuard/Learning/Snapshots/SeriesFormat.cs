using LogGuard.Learning.Collecting;
using LogGuard.Models.Values;

namespace LogGuard.Learning.Snapshots;

/// <summary>The snapshot parts with the values that the next training learns from.</summary>
internal static class SeriesFormat
{
    public const string SeriesName = "series.bin";

    /// <summary>The texts among them. Earlier versions ignore the file; theirs, and those of detectors that read no texts, have none.</summary>
    public const string TextsName = "texts.json";

    public static IEnumerable<ManifestFile> Write(string folder, IReadOnlyList<ParameterValueSeries>? series)
    {
        if (series is { Count: > 0 })
        {
            yield return SnapshotFiles.Write(folder, SeriesName, stream => SampleFile.Write(stream, series));
        }

        if (series?.Any(one => one.Texts.Names.Length > 0) == true)
        {
            yield return SnapshotFiles.Write(folder, TextsName, stream => TextsFile.Write(stream, series));
        }
    }

    /// <summary>Reads the series; null if there are none.</summary>
    /// <exception cref="InvalidDataException">A file is malformed, or the two do not fit together.</exception>
    public static IReadOnlyList<ParameterValueSeries>? Read(IReadOnlyDictionary<string, byte[]> files, int keyCount)
    {
        var series = files.TryGetValue(SeriesName, out var bytes) ? SampleFile.ReadSeries(bytes, keyCount) : null;
        if (series is not null && files.TryGetValue(TextsName, out var texts))
        {
            TextsFile.Read(texts, series);
        }

        return series;
    }
}
