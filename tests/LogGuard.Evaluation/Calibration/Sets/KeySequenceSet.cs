namespace LogGuard.EvaluationRuns.Calibration.Sets;

/// <summary>
/// Sessions of log keys without times. Those to learn are drawn at random from a pool of normal ones, without replacement; the
/// rest of the pool is judged, unless normal sessions to judge are given.
/// </summary>
internal sealed class KeySequenceSet(string name, IReadOnlyList<CalibrationCase> pool, IReadOnlyList<CalibrationCase> judged, bool judgesPool) : ICalibrationSet
{
    // Sessions follow one another and lines come at equal distances: the sets have no times, and none may be read into them.
    private static readonly DateTimeOffset Start = new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Distance = TimeSpan.FromMilliseconds(1);

    public string Name => name;

    public CaseSource Source => CaseSource.Keys;

    public int LearnableCount => pool.Count;

    /// <summary>DeepLog's split of HDFS; equal test sessions are judged once and count as often as they occur.</summary>
    /// <param name="isWhole">Whether each test session is judged by itself.</param>
    public static KeySequenceSet DeepLog(bool isWhole) => new(
        "hdfs",
        ToCases("learnt", CaseLabel.Normal, HdfsLog.Read("hdfs_train.txt.gz"), isWhole: true),
        [
            .. ToCases("normal", CaseLabel.Normal, HdfsLog.Read("hdfs_test_normal.txt.gz"), isWhole),
            .. ToCases("anomalous", CaseLabel.Anomalous, HdfsLog.Read("hdfs_test_abnormal.txt.gz"), isWhole),
        ],
        judgesPool: false);

    /// <summary>Files of lines "id,key key key".</summary>
    public static KeySequenceSet Read(string name, string[] normal, string abnormal) => new(
        name,
        [.. normal.SelectMany(file => ReadCases(file, CaseLabel.Normal))],
        ReadCases(abnormal, CaseLabel.Anomalous),
        judgesPool: true);

    public CalibrationSplit Split(int learnt, int seed)
    {
        var order = pool.ToArray();
        new Random(seed).Shuffle(order);
        CalibrationCase[] rest = [.. judgesPool ? order.Skip(learnt) : [], .. judged];

        // Anomalies come among normal sessions, not behind them all.
        new Random(seed).Shuffle(rest);
        return new KeySplit(Events) { Learnt = order[..learnt], Judged = rest };
    }

    private static IEnumerable<KeyEvent> Events(IReadOnlyList<CalibrationCase> cases)
    {
        var time = Start;
        foreach (var one in cases)
        {
            for (var i = 0; i < one.Keys.Length; i++)
            {
                time += Distance;
                yield return new KeyEvent(one.Id, ExactTemplate.Of($"Event {one.Keys[i]}", one.Keys[i]), time.UtcTicks, LogSeverity.Information, i == one.Keys.Length - 1);
            }
        }
    }

    private static List<CalibrationCase> ToCases(string prefix, CaseLabel label, List<int[]> sessions, bool isWhole) => isWhole
        ? [.. sessions.Select((keys, number) => new CalibrationCase($"{prefix} {number}", keys, label))]
        // Equal sessions are one array, see HdfsLog.Read.
        : [.. sessions.CountBy(keys => keys).Select((pair, number) => new CalibrationCase($"{prefix} {number}", pair.Key, label, pair.Value))];

    private static List<CalibrationCase> ReadCases(string file, CaseLabel label) =>
        [.. DataFiles.ReadLines(file).Where(line => line.Contains(',')).Select((line, number) => ReadCase(line, number, label))];

    private static CalibrationCase ReadCase(string line, int number, CaseLabel label)
    {
        var comma = line.IndexOf(',');
        var keys = line[(comma + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(int.Parse);
        return new CalibrationCase($"{label} {number} {line[..comma]}", [.. keys], label);
    }
}
