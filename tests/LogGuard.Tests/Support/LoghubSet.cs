using System.IO.Compression;
using System.Text;

namespace LogGuard.Tests.Support;

/// <summary>One of the labelled sets of samples/data/loghub_2k: the raw lines, and what loghub says they consist of.</summary>
internal sealed class LoghubSet
{
    private LoghubSet(string[] lines, string[] columns, List<string[]> rows)
    {
        Lines = lines;
        Columns = columns;
        Rows = rows;
    }

    public string[] Lines { get; }

    public string[] Columns { get; }

    /// <summary>One row a line, in the order of <see cref="Columns"/>.</summary>
    public List<string[]> Rows { get; }

    public static LoghubSet Read(string name)
    {
        var folder = Path.Combine(Repository.Root, "samples", "data", "loghub_2k", name);
        var lines = Unpack(Path.Combine(folder, $"{name}_2k.log.gz")).Split('\n').Select(line => line.TrimEnd('\r'));
        var rows = ReadCsv(Unpack(Path.Combine(folder, $"{name}_2k.log_structured.csv.gz")));
        return new LoghubSet([.. lines.Where(line => line.Trim().Length > 0)], rows[0], rows[1..]);
    }

    public string Value(int row, string column) => Rows[row][Array.IndexOf(Columns, column)];

    private static string Unpack(string path)
    {
        using var reader = new StreamReader(new GZipStream(File.OpenRead(path), CompressionMode.Decompress), Encoding.UTF8);
        return reader.ReadToEnd();
    }

    private static List<string[]> ReadCsv(string text)
    {
        var rows = new List<string[]>();
        var row = new List<string>();
        var cell = new StringBuilder();
        var quoted = false;
        for (var i = 0; i < text.Length; i++)
        {
            var character = text[i];
            if (quoted)
            {
                if (character != '"')
                {
                    cell.Append(character);
                }
                else if (i + 1 < text.Length && text[i + 1] == '"')
                {
                    cell.Append('"');
                    i++;
                }
                else
                {
                    quoted = false;
                }
            }
            else if (character == '"')
            {
                quoted = true;
            }
            else if (character is ',' or '\n')
            {
                row.Add(cell.ToString().TrimEnd('\r'));
                cell.Clear();
                if (character == '\n')
                {
                    rows.Add([.. row]);
                    row.Clear();
                }
            }
            else
            {
                cell.Append(character);
            }
        }

        if (row.Count > 0)
        {
            rows.Add([.. row, cell.ToString()]);
        }

        return rows;
    }
}
