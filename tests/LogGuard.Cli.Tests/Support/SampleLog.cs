namespace LogGuard.Cli.Tests.Support;

/// <summary>Real logs of the samples.</summary>
internal static class SampleLog
{
    public static string Hdfs { get; } = At("hdfs", "HDFS_110_complete_blocks.log.gz");

    public static string HdfsLabels { get; } = At("hdfs", "anomalous_block_ids.txt.gz");

    public static string Bgl { get; } = At("bgl", "BGL_first_100000.log.gz");

    public static string At(params string[] parts) => Path.Combine([Repository.Root, "samples", "data", .. parts]);
}
