using System.Runtime.InteropServices;
using LogGuard.Neural;
using LogGuard.Tests.Support;
using LogGuard.TorchSharp.Tests.Support;

namespace LogGuard.TorchSharp.Tests;

/// <summary>The device fails while the engine is at work: one line, the managed engine, the same weights.</summary>
public class FallbackTests
{
    private const string OutOfMemory = "CUDA out of memory. Tried to allocate 2.00 GiB (GPU 0; 7.79 GiB total capacity)\nException raised from malloc at c10/cuda";

    private static readonly NetworkDescription Description = SomeNetworks.All["log keys"].Description;

    private readonly List<string> _told = [];

    [TorchFact]
    public void APredictionThatFailsIsDoneByTheManagedEngine()
    {
        TorchSharpEngine engine = SomeEngine.OnCpu(_told.Add);
        INeuralNetwork network = engine.Create(Description, seed: 3);
        var batch = new ComposedBatch(Description, rows: 100, steps: 9, seed: 4);
        batch.Predict(network);
        FailFromNowOn(engine);

        float[] outputs = batch.Predict(network);

        Assert.Equal(batch.Predict(new ManagedEngine(threadCount: 1).Create(Description, seed: 3)), outputs);
        AssertToldOnce();
    }

    [TorchFact]
    public void TrainingGoesOnWithTheWeightsOfTheDeviceWhereItStillGivesThem()
    {
        TorchSharpEngine engine = SomeEngine.OnCpu(_told.Add);
        INeuralNetwork network = engine.Create(Description, seed: 3);
        INeuralTrainer trainer = network.BeginTraining(new SgdOptions { LearningRate = 0.1f });
        INeuralNetwork untroubled = new ManagedEngine(threadCount: 1).Create(Description, seed: 3);
        INeuralTrainer other = untroubled.BeginTraining(new SgdOptions { LearningRate = 0.1f });
        var batch = new ComposedBatch(Description, rows: 100, steps: 9, seed: 4);

        // Only the fourth step fails, as one for which memory was short.
        for (int step = 0; step < 6; step++)
        {
            int calls = 0;
            engine.BeforeDeviceWork = step == 3 ? () => Throw(calls++ == 0) : null;
            Assert.Equal(batch.Train(other), batch.Train(trainer), 1e-4);
        }

        NeuralAssert.CloseToLargest(untroubled.Weights, network.Weights, 1e-4);
        AssertToldOnce();

        static void Throw(bool isFirst)
        {
            if (isFirst)
            {
                throw new ExternalException(OutOfMemory);
            }
        }
    }

    [TorchFact]
    public void ADeviceThatIsLostTakesNoMoreThanAHundredStepsWithIt()
    {
        var small = new NetworkDescription { SymbolCount = 4, OutputCount = 4, HiddenSize = 4, LayerCount = 1 };
        TorchSharpEngine engine = SomeEngine.OnCpu(_told.Add);
        INeuralNetwork network = engine.Create(small, seed: 3);
        INeuralTrainer trainer = network.BeginTraining(new AdamOptions());
        INeuralNetwork untroubled = new ManagedEngine(threadCount: 1).Create(small, seed: 3);
        INeuralTrainer other = untroubled.BeginTraining(new AdamOptions());
        var batch = new ComposedBatch(small, rows: 10, steps: 3, seed: 4);
        for (int step = 0; step < 130; step++)
        {
            batch.Train(trainer);
            if (step < 100)
            {
                batch.Train(other);
            }
        }

        FailFromNowOn(engine);

        NeuralAssert.CloseToLargest(untroubled.Weights, network.Weights, 1e-3);
        Assert.True(double.IsFinite(batch.Train(trainer)));
        AssertToldOnce();
    }

    [TorchFact]
    public void AllNetworksOfAnEngineThatFailedAreTheManagedEngines()
    {
        TorchSharpEngine engine = SomeEngine.OnCpu(_told.Add);
        INeuralNetwork first = engine.Create(Description, seed: 3);
        INeuralNetwork second = engine.Create(Description, seed: 5);
        var batch = new ComposedBatch(Description, rows: 100, steps: 9, seed: 4);
        FailFromNowOn(engine);

        batch.Predict(first);
        float[] outputs = batch.Predict(second);
        float[] later = batch.Predict(engine.Create(Description, seed: 7));

        Assert.Equal(batch.Predict(new ManagedEngine().Create(Description, seed: 5)), outputs);
        Assert.Equal(batch.Predict(new ManagedEngine().Create(Description, seed: 7)), later);
        AssertToldOnce();
    }

    [TorchFact]
    public void WrongBatchesAreTheCallersFaultAndNotTheDevices()
    {
        TorchSharpEngine engine = SomeEngine.OnCpu(_told.Add);
        INeuralNetwork network = engine.Create(Description, seed: 3);
        var outputs = new float[Description.OutputCount * 2];

        Assert.Throws<ArgumentException>(() => network.Predict([0, 1, 99, 0], 2, outputs));
        Assert.Throws<ArgumentException>(() => network.Predict([0, 1, 2], 2, outputs));
        Assert.Throws<ArgumentException>(() => network.Predict([0, 1, 2, 3], 2, new float[3]));
        Assert.Throws<ArgumentException>(() => network.BeginTraining(new AdamOptions()).TrainOnBatch([0, 1], 2, [99], [1f]));
        Assert.Throws<ArgumentException>(() => network.BeginTraining(new AdamOptions()).TrainOnBatch([0, 1], 2, [1], [-1f]));

        Assert.False(engine.HasFailed);
        Assert.Empty(_told);
    }

    [TorchFact]
    public void FewRowsArePredictedByTheManagedEngineToTheLastBit()
    {
        TorchSharpEngine engine = SomeEngine.OnCpu(smallBatchLimit: 100);
        INeuralNetwork network = engine.Create(Description, seed: 3);
        INeuralNetwork managed = new ManagedEngine(threadCount: 1).Create(Description, seed: 3);
        var few = new ComposedBatch(Description, rows: 100, steps: 9, seed: 4);
        var many = new ComposedBatch(Description, rows: 101, steps: 9, seed: 4);
        int calls = 0;
        engine.BeforeDeviceWork = () => calls++;

        Assert.Equal(few.Predict(managed), few.Predict(network));
        Assert.Equal(0, calls);
        many.Predict(network);
        Assert.Equal(1, calls);
    }

    private void FailFromNowOn(TorchSharpEngine engine) => engine.BeforeDeviceWork = () => throw new ExternalException(OutOfMemory);

    private void AssertToldOnce() => Assert.Equal(
        "the device cpu has failed, the managed engine goes on with the same weights: CUDA out of memory. Tried to allocate 2.00 GiB (GPU 0; 7.79 GiB total capacity)",
        Assert.Single(_told));
}
