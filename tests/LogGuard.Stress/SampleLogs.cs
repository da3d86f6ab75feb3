using System.IO.Compression;
using System.Text;

namespace LogGuard.Stress;

/// <summary>The real logs of samples/data.</summary>
internal static class SampleLogs
{
    /// <summary>Returns the folder in this repository, found by walking up from the program.</summary>
    public static string Folder(string? given)
    {
        if (given is not null)
        {
            return given;
        }

        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "LogGuard.sln")))
        {
            folder = folder.Parent ?? throw new DirectoryNotFoundException("No samples/data above this program; name its folder with --data.");
        }

        return Path.Combine(folder.FullName, "samples", "data");
    }

    /// <summary>Returns all logs of a folder, ordered by path.</summary>
    public static IEnumerable<string> Files(string folder) =>
        Directory.EnumerateFiles(folder, "*.log.gz", SearchOption.AllDirectories).Order(StringComparer.Ordinal);

    public static List<string> Read(string path, int limit)
    {
        var lines = new List<string>();
        using var reader = new StreamReader(new GZipStream(File.OpenRead(path), CompressionMode.Decompress), Encoding.UTF8);
        while (lines.Count < limit && reader.ReadLine() is { } line)
        {
            lines.Add(line);
        }

        return lines;
    }
}
