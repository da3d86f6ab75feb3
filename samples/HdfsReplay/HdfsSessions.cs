using System.IO.Compression;

namespace HdfsReplay;

/// <summary>The sessions of one file of <c>samples/data/hdfs</c>: distinct log key sequences, and which one each session is.</summary>
internal sealed class HdfsSessions
{
    private readonly List<int[]> _distinct = [];
    private readonly List<int> _order = [];

    /// <summary>The different sequences of log keys.</summary>
    public IReadOnlyList<int[]> Distinct => _distinct;

    /// <summary>The number, in <see cref="Distinct"/>, of each session in the file's order.</summary>
    public IReadOnlyList<int> Order => _order;

    /// <summary>Reads a file that was copied beside the program.</summary>
    public static HdfsSessions Load(string name)
    {
        var path = Path.Combine(AppContext.BaseDirectory, "data", name);
        using var reader = new StreamReader(new GZipStream(File.OpenRead(path), CompressionMode.Decompress));
        var sessions = new HdfsSessions();
        var numbers = new Dictionary<string, int>(StringComparer.Ordinal);
        while (reader.ReadLine() is { } line)
        {
            if (line.Length == 0)
            {
                continue;
            }

            // Half a million lines, fourteen thousand different ones: the text is compared, and parsed once.
            if (!numbers.TryGetValue(line, out var number))
            {
                number = sessions._distinct.Count;
                numbers.Add(line, number);
                sessions._distinct.Add([.. line.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(int.Parse)]);
            }

            sessions._order.Add(number);
        }

        return sessions;
    }
}
