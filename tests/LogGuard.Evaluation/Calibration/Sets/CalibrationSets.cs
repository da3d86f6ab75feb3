namespace LogGuard.EvaluationRuns.Calibration.Sets;

/// <summary>The known data sets; a new one is added here.</summary>
internal static class CalibrationSets
{
    private static readonly (string Name, Func<CalibrationSettings, ICalibrationSet> Read)[] Known =
    [
        ("hdfs", settings => KeySequenceSet.DeepLog(settings.IsWhole)),
        ("hdfs_loghub", _ => KeySequenceSet.Read("hdfs_loghub", ["hdfs_loghub/hdfs_train.txt.gz"], "hdfs_loghub/hdfs_test_abnormal.txt.gz")),
        ("openstack_sequences", _ => KeySequenceSet.Read(
            "openstack_sequences",
            ["openstack_sequences/openstack_train.txt.gz", "openstack_sequences/openstack_test_normal.txt.gz"],
            "openstack_sequences/openstack_test_abnormal.txt.gz")),
        ("trainticket", settings => TrainTicketLog.ReadKeys(settings.IsDrawn)),
        ("trainticket-text", settings => TrainTicketLog.ReadText(settings.IsDrawn)),
        ("bgl", _ => LabelledLog.ReadBgl()),
    ];

    public static IEnumerable<string> Names => Known.Select(set => set.Name);

    /// <summary>Reads what is asked for, one after another; sets whose licence keeps them out of the repository are skipped where they are absent.</summary>
    public static IEnumerable<ICalibrationSet> Read(CalibrationSettings settings)
    {
        if (settings.Lines is { } lines)
        {
            yield return LabelledLog.Read(Path.GetFileName(lines.Path), lines);
            yield break;
        }

        foreach (var (name, read) in Known.Where(set => settings.Data.Count == 0 || settings.Data.Contains(set.Name)))
        {
            if (TryRead(() => read(settings)) is { } set)
            {
                yield return set;
            }
            else
            {
                Console.Error.WriteLine($"calibration: {name} is skipped, its files are absent.");
            }
        }
    }

    private static ICalibrationSet? TryRead(Func<ICalibrationSet> read)
    {
        try
        {
            return read();
        }
        catch (FileNotFoundException)
        {
            return null;
        }
    }
}
