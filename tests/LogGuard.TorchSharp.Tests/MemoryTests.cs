using LogGuard.Neural;
using LogGuard.Tests.Support;
using LogGuard.TorchSharp.Tests.Support;
using TorchSharp;

namespace LogGuard.TorchSharp.Tests;

/// <summary>Nothing of a batch stays behind; the benchmark program's <c>memory</c> watches a million of them.</summary>
public class MemoryTests
{
    [TorchTheory]
    [InlineData("log keys")]
    [InlineData("values")]
    [InlineData("both ways, lengths, dropout everywhere")]
    [InlineData("both ways, lengths, dropout everywhere, mean of GRU")]
    [InlineData("convolutions, some longer than the rows")]
    [InlineData("attention with and without recurrent layers")]
    [InlineData("both ways, lengths, dropout everywhere, of MSIF")]
    public void EveryTensorOfABatchIsDisposedOf(string name)
    {
        var pair = NetworkPair.Make(name);
        INeuralTrainer trainer = pair.Torch.BeginTraining(pair.Options);
        pair.Batch.Train(trainer);
        pair.Batch.Predict(pair.Torch);

        // Tensors that are in no scope, on this thread, are those that only the garbage collector would find.
        ThreadDisposeScopeStatistics statistics = DisposeScopeManager.Statistics;
        statistics.Reset();
        for (int step = 0; step < 20; step++)
        {
            pair.Batch.Train(trainer);
            pair.Batch.Predict(pair.Torch);
        }

        Assert.False(pair.Engine.HasFailed);
        Assert.Equal(0, statistics.ThreadTotalLiveCount);
        Assert.Equal(0, statistics.CreatedOutsideScopeCount);
        Assert.True(statistics.CreatedInScopeCount > 100, "Nothing was counted.");
    }

    [TorchFact]
    public void TheHostsOwnScopeTakesNoWeightsAlong()
    {
        var pair = NetworkPair.Make("log keys");
        float[] expected;
        using (DisposeScope hosts = torch.NewDisposeScope())
        {
            expected = pair.Batch.Predict(pair.Torch);
        }

        Assert.Equal(expected, pair.Batch.Predict(pair.Torch));
        Assert.False(pair.Engine.HasFailed);
    }

    [TorchFact]
    public void TheHostMayHaveSwitchedGradientsOff()
    {
        var pair = NetworkPair.Make("values");
        using IDisposable hosts = torch.no_grad();

        double first = pair.Batch.Train(pair.Torch.BeginTraining(pair.Options));

        Assert.Equal(pair.Batch.Train(pair.Managed.BeginTraining(pair.Options)), first, 1e-4);
        Assert.False(pair.Engine.HasFailed);
        Assert.False(torch.is_grad_enabled());
    }
}
