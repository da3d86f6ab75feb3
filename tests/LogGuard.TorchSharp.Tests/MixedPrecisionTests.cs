using LogGuard.Neural;
using LogGuard.Tests.Support;
using LogGuard.TorchSharp.Tests.Support;

namespace LogGuard.TorchSharp.Tests;

/// <summary>bfloat16, on the processor, since it is the same code.</summary>
public sealed class MixedPrecisionTests
{
    private static readonly NetworkDescription Description = SomeNetworks.All["log keys"].Description;

    private readonly List<string> _told = [];

    // bfloat16 has three digits.
    [TorchFact]
    public void ItTrainsNearlyAsFloat32DoesAndKeepsWeightsInIt()
    {
        TorchSharpEngine engine = Make(isFaster: true);
        INeuralNetwork network = engine.Create(Description, seed: 3);
        INeuralNetwork managed = new ManagedEngine(threadCount: 1).Create(Description, seed: 3);
        var batch = new ComposedBatch(Description, rows: 100, steps: 9, seed: 4);
        INeuralTrainer trainer = network.BeginTraining(new AdamOptions());
        INeuralTrainer other = managed.BeginTraining(new AdamOptions());

        // Steps of 1e-6, which bfloat16 would round away.
        (trainer.LearningRate, other.LearningRate) = (1e-6f, 1e-6f);
        double loss = 0;
        double expected = 0;
        for (int step = 0; step < 10; step++)
        {
            (loss, expected) = (batch.Train(trainer), batch.Train(other));
        }

        Assert.Equal(expected, loss, 0.01 * expected);
        Assert.NotEqual(expected, loss, 1e-6 * expected);
        NamedTensor initial = new ManagedEngine().Create(Description, seed: 3).Weights[0];
        double moved = network.Weights[0].Values.Zip(initial.Values, (one, two) => Math.Abs(one - two)).Max();
        Assert.InRange(moved, 5e-6, 2e-5);
        Assert.False(engine.HasFailed);
        Assert.Empty(_told);
    }

    [TorchFact]
    public void WhereItIsNotFasterFloat32IsUsedAndOneLineSaysSo()
    {
        TorchSharpEngine engine = Make(isFaster: false);
        var batch = new ComposedBatch(Description, rows: 100, steps: 9, seed: 4);
        INeuralTrainer expected = new ManagedEngine(threadCount: 1).Create(Description, seed: 3).BeginTraining(new AdamOptions());
        INeuralTrainer trainer = engine.Create(Description, seed: 3).BeginTraining(new AdamOptions());
        INeuralTrainer second = engine.Create(Description, seed: 3).BeginTraining(new AdamOptions());

        Assert.Equal(batch.Train(expected), batch.Train(trainer), 1e-4);
        Assert.Equal(batch.Train(expected), batch.Train(trainer), 1e-4);
        batch.Train(second);

        Assert.Equal("bfloat16 is not faster than float32 on cpu for this network, which computes in float32.", Assert.Single(_told));
    }

    [TorchFact]
    public void BothAreMeasured()
    {
        TorchSharpEngine engine = Make(isFaster: true);
        (TimeSpan Mixed, TimeSpan Single) measured = default;
        engine.IsMixedFaster = (mixed, single) =>
        {
            measured = (mixed, single);
            return false;
        };

        new ComposedBatch(Description, rows: 100, steps: 9, seed: 4).Train(engine.Create(Description, seed: 3).BeginTraining(new AdamOptions()));

        Assert.InRange(measured.Mixed, TimeSpan.FromTicks(1), TimeSpan.FromMinutes(1));
        Assert.InRange(measured.Single, TimeSpan.FromTicks(1), TimeSpan.FromMinutes(1));
    }

    private TorchSharpEngine Make(bool isFaster)
    {
        var options = new TorchSharpOptions { Device = TorchDevice.Cpu, MixedPrecision = true, SmallBatchLimit = 0 };
        var engine = Assert.IsType<TorchSharpEngine>(EngineChoice.Make(options, _told.Add));
        engine.IsMixedFaster = (_, _) => isFaster;
        return engine;
    }
}
