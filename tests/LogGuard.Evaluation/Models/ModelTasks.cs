namespace LogGuard.EvaluationRuns.Models;

/// <summary>The divisions of the logs; each is read when it is first asked for.</summary>
internal static class ModelTasks
{
    /// <summary>Anomalous sessions of HDFS that are learnt in the labelled division: DeepLog, Table 3.</summary>
    private const int LabelledAnomalies = 1_638;

    private static readonly Lazy<(List<int[]> Learnt, ModelSession[] Normal, ModelSession[] Anomalous, List<int[]> AllAnomalous)> Hdfs = new(() =>
    {
        var anomalous = HdfsLog.Read("hdfs_test_abnormal.txt.gz");
        return (HdfsLog.Read("hdfs_train.txt.gz"), Weighted(HdfsLog.Read("hdfs_test_normal.txt.gz"), false), Weighted(anomalous, true), anomalous);
    });

    /// <summary>DeepLog's division of HDFS: 4,855 normal sessions are learnt, all others are judged.</summary>
    public static ModelTask HdfsNormal() => new()
    {
        Set = "hdfs",
        Division = "4,855 normal learnt",
        Learnt = Hdfs.Value.Learnt,
        Judged = [.. Hdfs.Value.Normal, .. Hdfs.Value.Anomalous],
    };

    /// <summary>
    /// PCA and IM in DeepLog's comparison (section 5.1.2) learn nothing beforehand: they look at all sessions that they judge, without
    /// their labels.
    /// </summary>
    public static ModelTask HdfsItself() => new()
    {
        Set = "hdfs",
        Division = "fitted on the judged sessions, without labels",
        Learnt = [.. Hdfs.Value.Normal.Concat(Hdfs.Value.Anomalous).SelectMany(session => Enumerable.Repeat(session.Keys, session.Weight))],
        Judged = [.. Hdfs.Value.Normal, .. Hdfs.Value.Anomalous],
    };

    /// <summary>The labelled division: 4,855 normal and 1,638 anomalous sessions are learnt, the latter drawn at random.</summary>
    public static ModelTask HdfsLabelled()
    {
        var anomalous = Hdfs.Value.AllAnomalous.ToArray();
        new Random(1).Shuffle(anomalous);
        return new()
        {
            Set = "hdfs",
            Division = "4,855 normal and 1,638 anomalous learnt",
            Learnt = Hdfs.Value.Learnt,
            Labelled = [.. Hdfs.Value.Learnt.Select(keys => new ModelSession(keys, false)), .. anomalous[..LabelledAnomalies].Select(keys => new ModelSession(keys, true))],
            Judged = [.. Hdfs.Value.Normal, .. Weighted(anomalous[LabelledAnomalies..], true)],
        };
    }

    /// <summary>Bulcock and Kerford's division: three quarters of all sessions, drawn at random, are learnt; the last fifth is judged.</summary>
    public static ModelTask HdfsThreeQuarters()
    {
        (int[] Keys, bool IsAnomalous)[] all =
        [
            .. Hdfs.Value.Learnt.Select(keys => (keys, false)),
            .. Hdfs.Value.Normal.Concat(Hdfs.Value.Anomalous).SelectMany(session => Enumerable.Repeat((session.Keys, session.IsAnomalous), session.Weight)),
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
        };
    }

    // Equal sessions are one array.
    private static ModelSession[] Weighted(IEnumerable<int[]> sessions, bool isAnomalous) =>
        [.. sessions.CountBy(keys => keys).Select(pair => new ModelSession(pair.Key, isAnomalous, pair.Value))];
}
