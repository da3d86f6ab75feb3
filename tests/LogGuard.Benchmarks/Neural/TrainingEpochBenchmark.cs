using BenchmarkDotNet.Attributes;

namespace LogGuard.Benchmarks.Neural;

/// <summary>Measures training per window, on one core and on all cores.</summary>
[MemoryDiagnoser]
public class TrainingEpochBenchmark
{
    private const int BatchSize = 2048;

    private NeuralLoad _oneThread = null!;
    private NeuralLoad _allThreads = null!;

    [GlobalSetup]
    public void Setup()
    {
        _oneThread = new NeuralLoad(BatchSize, threadCount: 1);
        _allThreads = new NeuralLoad(BatchSize, Environment.ProcessorCount);
    }

    [Benchmark(Baseline = true, OperationsPerInvoke = BatchSize)]
    public double OneThread() => _oneThread.Train();

    [Benchmark(OperationsPerInvoke = BatchSize)]
    public double AllThreads() => _allThreads.Train();
}
