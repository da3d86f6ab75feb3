using BenchmarkDotNet.Attributes;

namespace LogGuard.Benchmarks.Emit;

/// <summary>Measures the cost of an event for the logging thread. Compare the ratios to the sink that does nothing.</summary>
[MemoryDiagnoser]
public class EmitBenchmark
{
    private const int Events = 100_000;
    private const int EventsPerSecond = 50_000;

    private EmitContender _noOp = null!;
    private EmitContender _async = null!;
    private EmitContender _logGuard = null!;

    [Params(1, 2, 8)]
    public int Threads { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _noOp = EmitContender.NoOp();
        _async = EmitContender.Async();
        _logGuard = EmitContender.LogGuard();
    }

    [GlobalCleanup]
    public void Cleanup()
    {
        _noOp.Dispose();
        _async.Dispose();
        _logGuard.Dispose();
    }

    [Benchmark(Baseline = true, OperationsPerInvoke = Events)]
    public double NoOpSink() => EmitLoad.Saturated(_noOp, Threads, Events / Threads);

    [Benchmark(OperationsPerInvoke = Events)]
    public double SerilogSinksAsync() => EmitLoad.Saturated(_async, Threads, Events / Threads);

    [Benchmark(OperationsPerInvoke = Events)]
    public double LogGuard() => EmitLoad.Saturated(_logGuard, Threads, Events / Threads);

    /// <summary>At a fixed rate the measured time is the rate itself, so the returned median is the figure of interest.</summary>
    [Benchmark(OperationsPerInvoke = Events)]
    public double LogGuardAt50000EventsPerSecond() => EmitLoad.Paced(_logGuard, Threads, Events / Threads, EventsPerSecond);
}
