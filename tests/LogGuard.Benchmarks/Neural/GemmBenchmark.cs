using BenchmarkDotNet.Attributes;

namespace LogGuard.Benchmarks.Neural;

/// <summary>Compares the engine's matrix product with a loop written for one size.</summary>
public class GemmBenchmark
{
    private GemmLoad _load = null!;

    [GlobalSetup]
    public void Setup() => _load = new GemmLoad();

    [GlobalCleanup]
    public void Cleanup() => _load.Dispose();

    [Benchmark(Baseline = true)]
    public void HandTuned() => _load.HandTuned();

    [Benchmark]
    public void Engine() => _load.Engine();

    [Benchmark]
    public void ThreeLoops() => _load.ThreeLoops();
}
