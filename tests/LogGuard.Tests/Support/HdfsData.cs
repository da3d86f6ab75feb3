using System.IO.Compression;
using LogGuard.Sequences;

namespace LogGuard.Tests.Support;

/// <summary>The log key sequences of samples/data/hdfs; its README tells where they come from.</summary>
internal static class HdfsData
{
    private static readonly Lazy<SessionCorpus> LazyTraining = new(() => Read("hdfs_train.txt.gz"));

    /// <summary>The training sessions.</summary>
    public static SessionCorpus Training => LazyTraining.Value;

    /// <summary>Reads sessions, equal ones being kept once.</summary>
    public static SessionCorpus Read(string file)
    {
        // Most of half a million lines were there before: they are told by their text, and split once.
        var corpus = new SessionCorpus();
        var sequences = new Dictionary<string, LogKeySequence>(StringComparer.Ordinal);
        using var reader = new StreamReader(new GZipStream(File.OpenRead(Path.Combine(Repository.Root, "samples", "data", "hdfs", file)), CompressionMode.Decompress));
        while (reader.ReadLine() is { } line)
        {
            if (!sequences.TryGetValue(line, out var sequence))
            {
                sequence = new LogKeySequence([.. line.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(int.Parse)]);
                sequences.Add(line, sequence);
            }

            corpus.Add(sequence);
        }

        return corpus;
    }
}
