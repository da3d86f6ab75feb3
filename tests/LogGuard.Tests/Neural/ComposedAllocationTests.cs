using LogGuard.Neural;
using LogGuard.Tests.Support;

namespace LogGuard.Tests.Neural;

/// <summary>Counts what the whole process allocates, so no other test runs meanwhile.</summary>
[Collection(AloneCollection.Name)]
public class ComposedAllocationTests
{
    /// <summary>Neither the caller nor a helper allocates; the test host now and then does, hence short steps and the best of many.</summary>
    [Theory]
    [MemberData(nameof(ComposedNetworkTests.Names), MemberType = typeof(ComposedNetworkTests))]
    public void NothingIsAllocatedAfterTheFirstBatches(string name)
    {
        NetworkDescription description = ComposedNetworkTests.Descriptions[name];
        INeuralNetwork network = new ManagedEngine(threadCount: 2).Create(description, seed: 1);
        INeuralTrainer trainer = network.BeginTraining(new SgdOptions { Momentum = 0.9f, GradientNormLimit = 1 });
        var batch = new ComposedBatch(description, rows: 66, steps: 3, seed: 3, lengths: true);
        var outputs = new float[66 * description.OutputCount];
        for (int round = 0; round < 5; round++)
        {
            Step();
        }

        // The caller, too, by the best of many: the runtime compiles a hot method again on the thread that is in it.
        long least = long.MaxValue;
        long leastOfCaller = long.MaxValue;
        for (int round = 0; round < 200 && (least > 0 || leastOfCaller > 0); round++)
        {
            long caller = GC.GetAllocatedBytesForCurrentThread();
            long before = GC.GetTotalAllocatedBytes(precise: true);
            Step();
            least = Math.Min(least, GC.GetTotalAllocatedBytes(precise: true) - before);
            leastOfCaller = Math.Min(leastOfCaller, GC.GetAllocatedBytesForCurrentThread() - caller);
        }

        Assert.Equal(0, leastOfCaller);
        Assert.Equal(0, least);

        void Step()
        {
            batch.Train(trainer);
            network.Predict(batch.Batch, outputs);
        }
    }
}
