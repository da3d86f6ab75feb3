using BenchmarkDotNet.Running;
using LogGuard.Benchmarks;
using LogGuard.Benchmarks.Alerts;
using LogGuard.Benchmarks.Dashboard;
using LogGuard.Benchmarks.Emit;
using LogGuard.Benchmarks.Logging;
using LogGuard.Benchmarks.Parsing;
using LogGuard.Benchmarks.Pipeline;

switch (args.FirstOrDefault())
{
    // One round of everything in about a minute. The last line has the figures.
    case "--quick":
        return QuickRun.Run();

    // Only the reader's line.
    case "--reader":
        QuickRun.ReaderRound();
        return 0;

    // Only the provider's line.
    case "--logging":
        return LoggingRun.Run();

    // The cost of texts that are judged, for the application and for the reader.
    case "--text-sets":
        return TextSetsRun.Run();

    // Every event of the HDFS log, judged with and without the verdict cache.
    case "--verify-cache":
        return VerdictCacheCheck.Run();

    // The memory of a process that is detecting with 100,000 open sessions.
    case "--memory":
        return await MemoryCheck.RunAsync();

    // The memory of a training from a file: --streaming [events] [limit in MB] [seconds]; a limit of 2048 trains in memory.
    case "--streaming":
        int Number(int place, int otherwise) => args.Length > place ? int.Parse(args[place], System.Globalization.CultureInfo.InvariantCulture) : otherwise;
        return StreamingCheck.Run(Number(1, 2_000_000), Number(2, 256), Number(3, 30));

    // The cost of alerts for the reader, and of spans for the application.
    case "--alerts":
        return AlertCost.Run();

    // Template mining, compared with Drain3.
    case "--parsing":
        return MiningRun.Run();

    // The page of a detector with much to show, and what its listeners cost.
    case "--dashboard":
        await PageRun.RunAsync();
        return 0;

    default:
        BenchmarkSwitcher.FromAssembly(typeof(QuickRun).Assembly).Run(args);
        return 0;
}
