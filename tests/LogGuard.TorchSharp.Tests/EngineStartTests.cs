using LogGuard.Neural;
using LogGuard.Tests.Support;
using LogGuard.TorchSharp.Tests.Support;

namespace LogGuard.TorchSharp.Tests;

/// <summary>When and on which thread TorchSharp is loaded.</summary>
public sealed class EngineStartTests
{
    private const string Missing = "its native library is missing.";

    private static readonly NetworkDescription Description = new() { SymbolCount = 4, OutputCount = 4, HiddenSize = 4, LayerCount = 1 };

    private readonly List<string> _told = [];
    private readonly List<Thread> _probed = [];

    [Fact]
    public void ADetectorIsMadeWithoutLoadingAnything()
    {
        var options = new AnomalyDetectorOptions { Diagnostics = _told.Add, EngineFactory = Make };
        using var detector = new AnomalyDetector(options);

        Assert.Equal("torch", detector.EngineName);
        Assert.Empty(_probed);
    }

    [Fact]
    public void TheOptionsStandForAnEngineThatStartsLater()
    {
        AnomalyDetectorOptions options = new AnomalyDetectorOptions { Diagnostics = _told.Add }.UseTorchSharp(torch => torch.Device = TorchDevice.Cpu);
        using var detector = new AnomalyDetector(options);

        Assert.Equal("torch", detector.EngineName);
        Assert.DoesNotContain(_told, line => line.Contains("TorchSharp"));
    }

    [Fact]
    public void TheFirstTrainingStartsItOnItsThread()
    {
        TorchSharpEngine engine = Make(_told.Add);
        INeuralTrainer trainer = engine.Create(Description, seed: 3).BeginTraining(new AdamOptions());
        Assert.Empty(_probed);

        var batch = new ComposedBatch(Description, rows: 10, steps: 3, seed: 4);
        batch.Train(trainer);
        batch.Train(trainer);

        Assert.Equal([Thread.CurrentThread], _probed);
        Assert.Equal($"TorchSharp cannot be used, the managed engine takes its place: {Missing}", Assert.Single(_told));
        Assert.Equal("managed", engine.Name);
    }

    [Fact]
    public void WithoutTorchSharpANetworkIsTrainedAsByTheManagedEngineToTheLastBit()
    {
        TorchSharpEngine engine = Make(_told.Add);
        INeuralNetwork network = engine.Create(Description, seed: 3);
        INeuralNetwork managed = new ManagedEngine(threadCount: 1).Create(Description, seed: 3);
        int[] windows = [0, 1, 2, 1, 2, 3];

        double loss = network.BeginTraining(new AdamOptions()).TrainOnBatch(windows, 3, [3, 0], [1, 2]);

        Assert.Equal(managed.BeginTraining(new AdamOptions()).TrainOnBatch(windows, 3, [3, 0], [1, 2]), loss);
        for (int number = 0; number < managed.Weights.Count; number++)
        {
            Assert.Equal(managed.Weights[number].Values, network.Weights[number].Values);
        }
    }

    // The thread that judges events must not wait for a library of hundreds of MB.
    [Fact]
    public void APredictionDoesNotWaitForTheStart()
    {
        using var isProbed = new ManualResetEventSlim();
        using var mayGoOn = new ManualResetEventSlim();
        Thread? starter = null;
        var engine = new TorchSharpEngine(
            new TorchSharpOptions { Device = TorchDevice.Cpu, SmallBatchLimit = 0 },
            _told.Add,
            () =>
            {
                starter = Thread.CurrentThread;
                isProbed.Set();
                mayGoOn.Wait();
                return Missing;
            });
        INeuralNetwork network = engine.Create(Description, seed: 3);
        var batch = new ComposedBatch(Description, rows: 100, steps: 3, seed: 4);

        // Answered while the start is held up.
        float[] outputs = batch.Predict(network);

        Assert.True(isProbed.Wait(TimeSpan.FromMinutes(1)), "A prediction of many rows starts the engine.");
        Assert.Equal(batch.Predict(new ManagedEngine(threadCount: 1).Create(Description, seed: 3)), outputs);
        Assert.NotEqual(Thread.CurrentThread, starter);
        Assert.True(starter!.IsBackground);
        mayGoOn.Set();
        Assert.False(engine.TryStart());
    }

    [Fact]
    public void FewRowsStartNothing()
    {
        TorchSharpEngine engine = Make(_told.Add);
        var few = new ComposedBatch(Description, rows: TorchSharpOptions.DefaultSmallBatchLimit, steps: 3, seed: 4);

        few.Predict(engine.Create(Description, seed: 3));

        Assert.Empty(_probed);
        Assert.True(engine.TryStart() is false && _probed.Count == 1);
    }

    private TorchSharpEngine Make(Action<string> tell) => new(
        new TorchSharpOptions { Device = TorchDevice.Cpu },
        tell,
        () =>
        {
            _probed.Add(Thread.CurrentThread);
            return Missing;
        });
}
