using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;

namespace TextLogs;

/// <summary>
/// The lines of a log with their true templates: of a loghub <c>…_structured.csv</c> file, or of a log that names the statement of each line,
/// <c>date time LEVEL service class#line trace: message</c>.
/// </summary>
/// <param name="Name">The log's name, from the file's.</param>
/// <param name="Contents">The lines, less their headers.</param>
/// <param name="EventIds">The id of each line's true template.</param>
/// <param name="Programs">The program that wrote each line; empty if it was one.</param>
internal sealed partial record LabelledLines(string Name, IReadOnlyList<string> Contents, IReadOnlyList<string> EventIds, IReadOnlyList<string> Programs)
{
    // The fields before the message, separated by blanks.
    private const int HeaderFields = 6;
    private const int ProgramField = 3;
    private const int StatementField = 4;

    /// <summary>All such files below a folder, gzip or not, in order of their names.</summary>
    /// <param name="folder">A folder with one folder for each log.</param>
    /// <returns>The files' paths.</returns>
    public static IReadOnlyList<string> FilesIn(string folder) =>
    [
        .. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Where(path => TablePath().IsMatch(path) || (LogPath().IsMatch(path) && NamesStatements(path)))
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>Reads a file.</summary>
    /// <param name="path">Its path; what ends in <c>.gz</c> is unpacked.</param>
    /// <returns>Its lines.</returns>
    /// <exception cref="InvalidDataException">It is neither of the two kinds, or a row is too short.</exception>
    public static LabelledLines Read(string path) => TablePath().IsMatch(path) ? ReadTable(path) : ReadLog(path);

    private static LabelledLines ReadLog(string path)
    {
        var contents = new List<string>();
        var eventIds = new List<string>();
        var programs = new List<string>();
        using var reader = Open(path);
        while (reader.ReadLine() is { } line)
        {
            var fields = line.Split(' ', HeaderFields + 1);
            if (fields.Length <= HeaderFields)
            {
                throw new InvalidDataException($"{path}: line {contents.Count + 1} has {fields.Length} fields.");
            }

            contents.Add(fields[HeaderFields]);
            eventIds.Add(fields[StatementField]);
            programs.Add(fields[ProgramField]);
        }

        return new LabelledLines(Path.GetFileName(path).Split('-', '.')[0], contents, eventIds, programs);
    }

    private static bool NamesStatements(string path)
    {
        using var reader = Open(path);
        return reader.ReadLine()?.Split(' ', HeaderFields + 1) is { Length: HeaderFields + 1 } fields && Statement().IsMatch(fields[StatementField]);
    }

    private static StreamReader Open(string path)
    {
        var file = File.OpenRead(path);
        return new StreamReader(path.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(file, CompressionMode.Decompress) : file, Encoding.UTF8);
    }

    [GeneratedRegex(@"_structured\.csv(\.gz)?$")]
    private static partial Regex TablePath();

    [GeneratedRegex(@"\.log(\.gz)?$")]
    private static partial Regex LogPath();

    [GeneratedRegex(@"^\S+#\d+$")]
    private static partial Regex Statement();

    private static LabelledLines ReadTable(string path)
    {
        using var reader = Open(path);
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

        return new LabelledLines(Path.GetFileName(path).Split('_')[0], contents, eventIds, []);
    }
}
