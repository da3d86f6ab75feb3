using System.IO.Compression;

namespace LogGuard.Benchmarks.Parsing;

/// <summary>The contents of real lines, without the blank-separated header fields.</summary>
internal static class MiningLog
{
    private const int HdfsHeaderFields = 5;

    // Includes the label.
    private const int BglHeaderFields = 9;

    public static string[] Hdfs() => Read(Path.Combine("hdfs", "HDFS_20000.log.gz"), HdfsHeaderFields);

    public static string[] Bgl() => Read(Path.Combine("bgl", "BGL_first_100000.log.gz"), BglHeaderFields);

    /// <summary>Lines with the same four words and twelve others, no two alike: four times as many as there is room for templates.</summary>
    public static string[] OneShape()
    {
        var random = new Random(1);
        return [.. Enumerable.Range(0, 40_000).Select(_ =>
            "search by user for " + string.Join(' ', Enumerable.Range(0, 12).Select(_ => random.GetString("abcdefghijklmnopqrstuvwxyz", 6))))];
    }

    private static string[] Read(string path, int headerFields)
    {
        using var file = File.OpenRead(Path.Combine(Root(), "samples", "data", path));
        using var unpacked = new GZipStream(file, CompressionMode.Decompress);
        using var reader = new StreamReader(unpacked);
        var lines = new List<string>();
        while (reader.ReadLine() is { } line)
        {
            var at = 0;
            for (var field = 0; field < headerFields && at >= 0; field++)
            {
                at = line.IndexOf(' ', at) is >= 0 and var blank ? blank + 1 : -1;
            }

            lines.Add(at < 0 ? line : line[at..]);
        }

        return [.. lines];
    }

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "LogGuard.sln")))
        {
            folder = folder.Parent ?? throw new DirectoryNotFoundException($"No LogGuard.sln above {AppContext.BaseDirectory}.");
        }

        return folder.FullName;
    }
}
