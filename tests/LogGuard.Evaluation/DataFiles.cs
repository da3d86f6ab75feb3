using System.IO.Compression;
using System.Text;
using LogGuard.Parsing;

namespace LogGuard.EvaluationRuns;

/// <summary>Finds and reads the logs.</summary>
internal static class DataFiles
{
    /// <summary>A file of <c>samples/data</c>, or of <c>shared/data</c> beside the repository for logs under other licences.</summary>
    /// <exception cref="FileNotFoundException">It is in neither.</exception>
    public static string Find(string name)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            foreach (var place in new[] { "samples/data", "shared/data" })
            {
                var path = Path.Combine(folder.FullName, place, name);
                if (File.Exists(path))
                {
                    return path;
                }
            }
        }

        throw new FileNotFoundException($"{name} is neither in samples/data nor in shared/data beside the repository.", name);
    }

    /// <summary>The lines of a gzip file of the data folders.</summary>
    public static List<string> ReadLines(string name)
    {
        using var reader = new StreamReader(new GZipStream(File.OpenRead(Find(name)), CompressionMode.Decompress), Encoding.UTF8);
        return ReadLines(reader);
    }

    /// <summary>The lines of any file, plain or gzip.</summary>
    public static List<string> ReadTextLines(string path)
    {
        using var file = File.OpenRead(path);

        Span<byte> head = stackalloc byte[CheckedGZipStream.Magic.Length];
        var isCompressed = file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false) == head.Length && head.SequenceEqual(CheckedGZipStream.Magic);
        file.Position = 0;
        using Stream stream = isCompressed ? new GZipStream(file, CompressionMode.Decompress) : file;
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return ReadLines(reader);
    }

    private static List<string> ReadLines(StreamReader reader)
    {
        var lines = new List<string>();
        while (reader.ReadLine() is { } line)
        {
            lines.Add(line);
        }

        return lines;
    }
}
