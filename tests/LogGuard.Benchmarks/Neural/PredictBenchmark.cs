using BenchmarkDotNet.Attributes;

namespace LogGuard.Benchmarks.Neural;

/// <summary>Measures a prediction, alone and in a batch.</summary>
[MemoryDiagnoser]
public class PredictBenchmark
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
    public void OneByOne() => _oneThread.PredictOneByOne();

    [Benchmark(OperationsPerInvoke = BatchSize)]
    public void BatchOnOneThread() => _oneThread.Predict();

    [Benchmark(OperationsPerInvoke = BatchSize)]
    public void BatchOnAllThreads() => _allThreads.Predict();
}
