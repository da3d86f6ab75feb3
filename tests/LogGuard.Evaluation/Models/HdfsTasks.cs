using LogGuard.Keys;

namespace LogGuard.EvaluationRuns.Models;

/// <summary>The divisions of HDFS; the log is read when one is first asked for.</summary>
internal static class HdfsTasks
{
    /// <summary>Anomalous sessions that are learnt in the labelled division: DeepLog, Table 3.</summary>
    private const int LabelledAnomalies = 1_638;

    // Keys in the sequences; not all of them have a template in the list.
    private const int KeyCount = 40;

    private static readonly Lazy<(List<int[]> Learnt, ModelSession[] Normal, ModelSession[] Anomalous, List<int[]> AllAnomalous)> Log = new(() =>
    {
        var anomalous = HdfsLog.Read("hdfs_test_abnormal.txt.gz");
        return (HdfsLog.Read("hdfs_train.txt.gz"), ModelSession.Weighted(HdfsLog.Read("hdfs_test_normal.txt.gz"), false), ModelSession.Weighted(anomalous, true), anomalous);
    });

    private static readonly Lazy<LogKeyVocabulary> Templates = new(() =>
    {
        var texts = File.ReadLines(DataFiles.Find("hdfs/HDFS_templates.csv")).Skip(1)
            .Select(line => line.Split(',', 2)).ToDictionary(parts => int.Parse(parts[0][1..]), parts => parts[1].Trim('"').Replace("[*]", "<*>", StringComparison.Ordinal));
        var vocabulary = new LogKeyVocabulary(KeyCount);
        for (var key = 1; key <= KeyCount; key++)
        {
            // Two statements of the log have the same text; the number keeps them apart.
            var text = texts.GetValueOrDefault(key, $"event {key}");
            if (vocabulary.GetOrAdd(text) != key && vocabulary.GetOrAdd($"{text} {key}") != key)
            {
                throw new InvalidDataException($"key {key} of HDFS has no template of its own");
            }
        }

        return vocabulary;
    });

    /// <summary>DeepLog's division: 4,855 normal sessions are learnt, all others are judged.</summary>
    public static ModelTask Normal() => new()
    {
        Set = "hdfs",
        Division = "4,855 normal learnt",
        Learnt = Log.Value.Learnt,
        Judged = [.. Log.Value.Normal, .. Log.Value.Anomalous],
        Vocabulary = Templates.Value,
    };

    /// <summary>
    /// PCA and IM in DeepLog's comparison (section 5.1.2) learn nothing beforehand: they look at all sessions that they judge, without
    /// their labels.
    /// </summary>
    public static ModelTask Itself() => new()
    {
        Set = "hdfs",
        Division = "fitted on the judged sessions, without labels",
        Learnt = [.. Log.Value.Normal.Concat(Log.Value.Anomalous).SelectMany(session => Enumerable.Repeat(session.Keys, session.Weight))],
        Judged = [.. Log.Value.Normal, .. Log.Value.Anomalous],
        Vocabulary = Templates.Value,
    };

    /// <summary>The labelled division: 4,855 normal and 1,638 anomalous sessions are learnt, the latter drawn at random.</summary>
    public static ModelTask Labelled()
    {
        var anomalous = Log.Value.AllAnomalous.ToArray();
        new Random(1).Shuffle(anomalous);
        return new()
        {
            Set = "hdfs",
            Division = "4,855 normal and 1,638 anomalous learnt",
            Learnt = Log.Value.Learnt,
            Labelled = [.. Log.Value.Learnt.Select(keys => new ModelSession(keys, false)), .. anomalous[..LabelledAnomalies].Select(keys => new ModelSession(keys, true))],
            Judged = [.. Log.Value.Normal, .. ModelSession.Weighted(anomalous[LabelledAnomalies..], true)],
            Vocabulary = Templates.Value,
        };
    }

    /// <summary>
    /// The semi-supervised division: half of the 4,855 normal sessions are known to be normal; the other half and 1,638 anomalous ones are learnt
    /// without a label.
    /// </summary>
    public static ModelTask PartlyLabelled()
    {
        var whole = Labelled();
        var half = Log.Value.Learnt.Count / 2;
        return new()
        {
            Set = "hdfs",
            Division = "2,427 known to be normal, 2,428 normal and 1,638 anomalous without label",
            Learnt = [.. Log.Value.Learnt[half..], .. whole.Labelled.Where(session => session.IsAnomalous).Select(session => session.Keys)],
            Labelled = [.. Log.Value.Learnt[..half].Select(keys => new ModelSession(keys, false))],
            Judged = whole.Judged,
            Vocabulary = Templates.Value,
        };
    }

    /// <summary>Bulcock and Kerford's division: three quarters of all sessions, drawn at random, are learnt; the last fifth is judged.</summary>
    public static ModelTask ThreeQuarters()
    {
        (int[] Keys, bool IsAnomalous)[] all =
        [
            .. Log.Value.Learnt.Select(keys => (keys, false)),
            .. Log.Value.Normal.Concat(Log.Value.Anomalous).SelectMany(session => Enumerable.Repeat((session.Keys, session.IsAnomalous), session.Weight)),
        ];
        new Random(1).Shuffle(all);
        var (learnt, judged) = (all[..(all.Length * 3 / 4)], all[(all.Length * 4 / 5)..]);
        return new()
        {
            Set = "hdfs",
            Division = "three quarters of all, with labels",
            Learnt = [.. learnt.Where(session => !session.IsAnomalous).Select(session => session.Keys)],
            Labelled = [.. learnt.Select(session => new ModelSession(session.Keys, session.IsAnomalous))],
            Judged = [.. judged.CountBy(session => session).Select(pair => new ModelSession(pair.Key.Keys, pair.Key.IsAnomalous, pair.Value))],
            Vocabulary = Templates.Value,
        };
    }
}
