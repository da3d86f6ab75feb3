using System.IO.Compression;
using System.Text;

namespace TextLogs;

/// <summary>The lines of a loghub <c>…_structured.csv</c> file with their true templates.</summary>
/// <param name="Name">The log's name, from the file's.</param>
/// <param name="Contents">The lines, less their headers.</param>
/// <param name="EventIds">The id of each line's true template.</param>
internal sealed record LabelledLines(string Name, IReadOnlyList<string> Contents, IReadOnlyList<string> EventIds)
{
    /// <summary>All such files below a folder, gzip or not, in order of their names.</summary>
    /// <param name="folder">A folder with one folder for each log.</param>
    /// <returns>The files' paths.</returns>
    public static IReadOnlyList<string> FilesIn(string folder) =>
    [
        .. Directory.EnumerateFiles(folder, "*_structured.csv*", SearchOption.AllDirectories)
            .Where(path => path.EndsWith(".csv", StringComparison.Ordinal) || path.EndsWith(".csv.gz", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>Reads a file.</summary>
    /// <param name="path">Its path; what ends in <c>.gz</c> is unpacked.</param>
    /// <returns>Its lines.</returns>
    /// <exception cref="InvalidDataException">It has no columns <c>Content</c> and <c>EventId</c>, or a row is too short.</exception>
    public static LabelledLines Read(string path)
    {
        using var file = File.OpenRead(path);
        using Stream stream = path.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(file, CompressionMode.Decompress) : file;
        using var reader = new StreamReader(stream, Encoding.UTF8);
        var rows = CsvReader.Read(reader).GetEnumerator();
        var header = rows.MoveNext() ? rows.Current.ToList() : [];
        var content = header.IndexOf("Content");
        var eventId = header.IndexOf("EventId");
        if (content < 0 || eventId < 0)
        {
            throw new InvalidDataException($"{path} has no columns Content and EventId.");
        }

        var contents = new List<string>();
        var eventIds = new List<string>();
        while (rows.MoveNext())
        {
            if (rows.Current.Count <= Math.Max(content, eventId))
            {
                throw new InvalidDataException($"{path}: row {contents.Count + 1} has {rows.Current.Count} fields.");
            }

            contents.Add(rows.Current[content]);
            eventIds.Add(rows.Current[eventId]);
        }

        return new LabelledLines(Path.GetFileName(path).Split('_')[0], contents, eventIds);
    }
}
