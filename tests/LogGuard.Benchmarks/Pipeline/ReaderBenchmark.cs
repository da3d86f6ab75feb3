using BenchmarkDotNet.Attributes;

namespace LogGuard.Benchmarks.Pipeline;

/// <summary>Measures the reader on the events of HDFS sessions, on one thread.</summary>
public class ReaderBenchmark
{
    private ReaderLoad _cacheOn = null!;
    private ReaderLoad _cacheOff = null!;

    [GlobalSetup]
    public void Setup()
    {
        var model = ReaderLoad.Train();
        var sessions = ReplayLog.Normal.Take(2_000).ToArray();
        _cacheOn = new ReaderLoad(model, verdictCacheLimit: null);
        _cacheOff = new ReaderLoad(model, verdictCacheLimit: 0);
        _cacheOn.Prepare(sessions);
        _cacheOff.Prepare(sessions);
    }

    [GlobalCleanup]
    public void Cleanup()
    {
        _cacheOn.Dispose();
        _cacheOff.Dispose();
    }

    [Benchmark(Baseline = true)]
    public double VerdictCacheOff() => _cacheOff.Judge();

    [Benchmark]
    public double VerdictCacheOn() => _cacheOn.Judge();
}
