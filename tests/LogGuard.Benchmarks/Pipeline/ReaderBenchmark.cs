using BenchmarkDotNet.Attributes;

namespace LogGuard.Benchmarks.Pipeline;

/// <summary>How many events a second does the reader judge, on its one thread, of a log like HDFS?</summary>
public class ReaderBenchmark
{
    private readonly ReaderLoad _cached = new(verdictCacheLimit: null);
    private readonly ReaderLoad _uncached = new(verdictCacheLimit: 0);

    [GlobalSetup]
    public void Setup()
    {
        _cached.Prepare(sessionCount: 20_000);
        _uncached.Prepare(sessionCount: 500);
    }

    [Benchmark(Baseline = true)]
    public long VerdictCacheOn() => _cached.Judge();

    [Benchmark]
    public long VerdictCacheOff() => _uncached.Judge();
}
