using System.IO.Compression;

namespace LogGuard.Benchmarks.Pipeline;

/// <summary>The HDFS sessions of the samples, as arrays of keys.</summary>
internal static class ReplayLog
{
    public static int[][] Training => Load("hdfs_train.txt.gz");

    public static int[][] Normal => Load("hdfs_test_normal.txt.gz");

    public static int[][] Anomalous => Load("hdfs_test_abnormal.txt.gz");

    private static int[][] Load(string name)
    {
        var path = Path.Combine(AppContext.BaseDirectory, "data", name);
        using var reader = new StreamReader(new GZipStream(File.OpenRead(path), CompressionMode.Decompress));
        var sessions = new List<int[]>();
        while (reader.ReadLine() is { } line)
        {
            if (line.Length == 0)
            {
                continue;
            }

            sessions.Add([.. line.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(int.Parse)]);
        }

        return [.. sessions];
    }
}
