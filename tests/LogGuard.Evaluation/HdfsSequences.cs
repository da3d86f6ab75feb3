using LogGuard.Sequences;

namespace LogGuard.EvaluationRuns;

/// <summary>The log key sequences of <c>samples/data/hdfs</c>.</summary>
internal static class HdfsSequences
{
    public static SessionCorpus Read(string file)
    {
        // Most of half a million lines were there before: they are told by their text, and split once.
        var corpus = new SessionCorpus();
        var known = new Dictionary<string, LogKeySequence>(StringComparer.Ordinal);
        foreach (var line in DataFiles.ReadLines($"hdfs/{file}"))
        {
            if (!known.TryGetValue(line, out var sequence))
            {
                sequence = new LogKeySequence([.. line.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(int.Parse)]);
                known.Add(line, sequence);
            }

            corpus.Add(sequence);
        }

        return corpus;
    }
}
