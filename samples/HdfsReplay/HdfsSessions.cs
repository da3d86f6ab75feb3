using System.IO.Compression;

namespace HdfsReplay;

/// <summary>The sessions of one file of <c>samples/data/hdfs</c>: the distinct log key sequences, and the sequence of each session.</summary>
internal sealed class HdfsSessions
{
    private readonly List<int[]> _distinct = [];
    private readonly List<int> _order = [];

    /// <summary>The distinct log key sequences.</summary>
    public IReadOnlyList<int[]> Distinct => _distinct;

    /// <summary>The index in <see cref="Distinct"/> of each session, in file order.</summary>
    public IReadOnlyList<int> Order => _order;

    /// <summary>Reads a file in the folder of the program.</summary>
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

            // Half a million lines have fourteen thousand distinct texts, so each text is parsed once.
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
