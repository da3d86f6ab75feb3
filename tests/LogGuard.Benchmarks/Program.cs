using BenchmarkDotNet.Running;
using LogGuard.Benchmarks;
using LogGuard.Benchmarks.Alerts;
using LogGuard.Benchmarks.Logging;
using LogGuard.Benchmarks.Parsing;
using LogGuard.Benchmarks.Pipeline;

switch (args.FirstOrDefault())
{
    // One round of everything in about a minute, closed by one line of figures.
    case "--quick":
        return QuickRun.Run();

    // The reader's line of it alone.
    case "--reader":
        QuickRun.ReaderRound();
        return 0;

    // The provider's line of it alone.
    case "--logging":
        return LoggingRun.Run();

    // Every event of the HDFS log, judged with the verdict cache and without.
    case "--verify-cache":
        return VerdictCacheCheck.Run();

    // The memory of a process that detects with 100,000 sessions open.
    case "--memory":
        return await MemoryCheck.RunAsync();

    // The memory of a training from a file: --streaming [events] [limit in MB] [seconds]; a limit of 2048 is the same in memory.
    case "--streaming":
        int Number(int place, int otherwise) => args.Length > place ? int.Parse(args[place], System.Globalization.CultureInfo.InvariantCulture) : otherwise;
        return StreamingCheck.Run(Number(1, 2_000_000), Number(2, 256), Number(3, 30));

    // What alerts add to the reader, and spans to the application.
    case "--alerts":
        return AlertCost.Run();

    // Template mining, Drain3 beside it.
    case "--parsing":
        return MiningRun.Run();

    default:
        BenchmarkSwitcher.FromAssembly(typeof(QuickRun).Assembly).Run(args);
        return 0;
}
