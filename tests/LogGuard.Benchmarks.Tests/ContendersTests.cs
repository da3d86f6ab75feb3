using LogGuard.Benchmarks.Emit;
using LogGuard.Benchmarks.Keys;
using LogGuard.Benchmarks.Neural;
using LogGuard.Benchmarks.Pipeline;
using Serilog.Core;
using Serilog.Events;

namespace LogGuard.Benchmarks.Tests;

/// <summary>A comparison is worth nothing where the contenders do different work.</summary>
public class ContendersTests
{
    [Fact]
    public async Task EveryEmitContenderReceivesTheSameEvents()
    {
        var (direct, behindAsync) = (new CountingSink(), new CountingSink());
        using (var noOp = EmitContender.NoOp(direct))
        using (var async = EmitContender.Async(behindAsync))
        using (var logGuard = EmitContender.LogGuard())
        {
            var learnt = logGuard.Detector!.Counters.Processed;
            foreach (var contender in new[] { noOp, async, logGuard })
            {
                EmitLoad.Saturated(contender, threadCount: 2, eventsPerThread: 100);
            }

            await logGuard.Detector.FlushAsync();
            Assert.Equal(DetectorState.Detecting, logGuard.Detector.State);
            Assert.Equal(200, logGuard.Detector.Counters.Processed - learnt);
        }

        Assert.Equal(200, direct.Count);
        Assert.Equal(200, behindAsync.Count);
    }

    [Fact]
    public void EveryLookUpFindsTheSameKeys()
    {
        var benchmark = new LogKeyLookupBenchmark();
        benchmark.Setup();

        Assert.Equal(benchmark.DictionaryByText(), benchmark.VocabularyByReference());
        Assert.Equal(benchmark.DictionaryByText(), benchmark.VocabularyByCopies());
    }

    [Fact]
    public void EveryMatrixProductIsTheSame()
    {
        using var load = new GemmLoad();
        load.ThreeLoops();
        var expected = load.Result.ToArray();

        load.Engine();
        AssertClose(expected, load.Result);
        load.HandTuned();
        AssertClose(expected, load.Result);
    }

    [Fact]
    public void APredictionIsTheSameAloneInABatchAndOnTwoThreads()
    {
        var (one, two) = (new NeuralLoad(batchSize: 200, threadCount: 1), new NeuralLoad(batchSize: 200, threadCount: 2));
        one.PredictOneByOne();
        var expected = one.Probabilities.ToArray();

        one.Predict();
        Assert.Equal(expected, one.Probabilities.ToArray());
        two.Predict();
        Assert.Equal(expected, two.Probabilities.ToArray());
    }

    [Fact]
    public void TrainingIsTheSameOnOneThreadAndOnTwo()
    {
        var (one, two) = (new NeuralLoad(batchSize: 200, threadCount: 1), new NeuralLoad(batchSize: 200, threadCount: 2));

        for (var step = 0; step < 3; step++)
        {
            Assert.Equal(one.Train(), two.Train());
        }

        Assert.Equal(one.Network.Weights.SelectMany(tensor => tensor.Values), two.Network.Weights.SelectMany(tensor => tensor.Values));
    }

    [Fact]
    public void TheReaderRaisesTheSameAnomaliesWithAndWithoutItsVerdictCache()
    {
        var model = ReaderLoad.Train();
        var sessions = ReplayLog.Normal.Take(300).Concat([[5, 5, 22], [22, 5, 5, 9, 11], [20, 5, 5, 22]]).ToArray();
        using var cacheOn = new ReaderLoad(model, verdictCacheLimit: null);
        using var cacheOff = new ReaderLoad(model, verdictCacheLimit: 0);
        cacheOn.Prepare(sessions);
        cacheOff.Prepare(sessions);

        cacheOn.Judge();
        cacheOff.Judge();

        Assert.InRange(cacheOn.AnomalyCount, 3, 30);
        Assert.Equal(cacheOff.AnomalyCount, cacheOn.AnomalyCount);
    }

    private static void AssertClose(float[] expected, ReadOnlySpan<float> actual)
    {
        for (var i = 0; i < expected.Length; i++)
        {
            Assert.Equal(expected[i], actual[i], 1e-4f);
        }
    }

    private sealed class CountingSink : ILogEventSink
    {
        private int _count;

        public int Count => _count;

        public void Emit(LogEvent logEvent) => Interlocked.Increment(ref _count);
    }
}
