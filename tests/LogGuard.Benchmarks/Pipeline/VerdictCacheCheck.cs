using LogGuard.Detection.Questions;
using LogGuard.Models.NextKey;
using LogGuard.Models.Windows;
using LogGuard.Sequences;

namespace LogGuard.Benchmarks.Pipeline;

/// <summary>
/// Verifies on the whole HDFS log that the verdict cache changes no verdict. Every event of every session is judged with the
/// cache, and predicted in batches without it.
/// </summary>
internal static class VerdictCacheCheck
{
    private const int BatchSize = 4096;

    public static int Run()
    {
        var judge = ReaderLoad.Train().Find<NextKeyQuestion>()!.KeyJudge;
        var model = judge.Model;
        var (windowSize, outputCount) = (model.WindowSize, model.Symbols.OutputCount);
        var windows = new int[BatchSize * windowSize];
        var targets = new int[BatchSize];
        var remembered = new NextKeyJudgement[BatchSize];
        var probabilities = new float[BatchSize * outputCount];
        var (count, events, differences) = (0, 0L, 0L);

        foreach (var keys in ReplayLog.Normal.Concat(ReplayLog.Anomalous))
        {
            var session = new Session(windowSize);
            session.Open(SessionId.Stream, collects: false);
            for (var position = 0; position <= keys.Length; position++)
            {
                var next = position < keys.Length ? keys[position] : Boundary.End;
                targets[count] = model.Symbols.ToOutput(next);
                if (targets[count] != SymbolMap.None)
                {
                    for (var i = 0; i < windowSize; i++)
                    {
                        windows[count * windowSize + i] = model.Symbols.ToInput(session.Window[i]);
                    }

                    remembered[count++] = judge.Judge(session.Window, next);
                    if (count == BatchSize)
                    {
                        Compare();
                    }
                }

                if (position < keys.Length)
                {
                    session.Append(next);
                }
            }
        }

        Compare();
        Console.WriteLine($"verdicts={events} differences={differences}");
        return differences == 0 ? 0 : 1;

        void Compare()
        {
            model.PredictBatch(windows.AsSpan(0, count * windowSize), probabilities.AsSpan(0, count * outputCount));
            for (var i = 0; i < count; i++)
            {
                var row = probabilities.AsSpan(i * outputCount, outputCount);
                var probability = row[targets[i]];
                var rank = 0;
                foreach (var other in row)
                {
                    rank += other > probability ? 1 : 0;
                }

                var least = judge.Evidence?.LeastProbability(windows[(i + 1) * windowSize - 1], targets[i]) ?? 0;
                var bounded = Math.Max(probability, least);
                var afresh = new NextKeyJudgement(judge.Rule.Accepts(bounded, rank), bounded, rank, least > probability ? probability : null);
                differences += afresh == remembered[i] ? 0 : 1;
            }

            events += count;
            count = 0;
        }
    }
}
