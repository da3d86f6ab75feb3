using System.Reflection;
using LogGuard.Neural;
using LogGuard.Tests.Support;
using LogGuard.TorchSharp.Tests.Support;

namespace LogGuard.TorchSharp.Tests;

public class EngineChoiceTests
{
    private readonly List<string> _told = [];

    [Fact]
    public void WhatTheProbeFindsIsToldInOneLineAndTheManagedEngineTaken()
    {
        INeuralEngine engine = EngineChoice.Make(new TorchSharpOptions { Device = TorchDevice.Cpu }, _told.Add, () => "its native library is missing.");

        Assert.IsType<ManagedEngine>(engine);
        Assert.Equal("TorchSharp cannot be used, the managed engine takes its place: its native library is missing.", Assert.Single(_told));
    }

    [Fact]
    public void AProbeThatThrowsIsToldInOneLine()
    {
        INeuralEngine engine = EngineChoice.Make(new TorchSharpOptions(), _told.Add, () => throw new InvalidOperationException("first\nsecond"));

        Assert.IsType<ManagedEngine>(engine);
        Assert.Equal("TorchSharp cannot be used, the managed engine takes its place: first", Assert.Single(_told));
    }

    [Fact]
    public void AGpuThatIsNotThereIsToldAndTheManagedEngineTaken()
    {
        // No machine has a hundred and twenty-eight.
        INeuralEngine engine = EngineChoice.Make(new TorchSharpOptions { Device = TorchDevice.Cuda(127) }, _told.Add);

        Assert.IsType<ManagedEngine>(engine);
        Assert.Contains("CUDA GPU", Assert.Single(_told));
    }

    [Fact]
    public void AFileThatIsNoLibraryIsAProblem()
    {
        string path = Path.GetTempFileName();
        try
        {
            File.WriteAllText(path, "no library");
            string? problem = NativeProbe.FindProblem(path, Assembly.GetExecutingAssembly());

            Assert.Contains("does not load", problem);
            Assert.DoesNotContain("\n", problem);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void ALibraryThatIsNowhereIsAProblem()
    {
        // For an assembly of the framework nothing is looked for beside the application.
        string? problem = NativeProbe.FindProblem(path: null, typeof(object).Assembly);

        // Where libtorch is installed for the whole machine, it is found after all.
        Assert.True(problem is null || problem.Contains("missing"), problem);
    }

    [Fact]
    public void TheEngineStandsBehindTheOptions()
    {
        AnomalyDetectorOptions options = new AnomalyDetectorOptions().UseTorchSharp(torch => torch.Device = TorchDevice.Cpu);
        options.Diagnostics = _told.Add;
        using var detector = new AnomalyDetector(options);

        Assert.Equal("torch", detector.EngineName);
        Assert.DoesNotContain(_told, line => line.Contains("TorchSharp"));
    }

    // On the processor, since it is the same code; bfloat16 has three digits.
    [Fact]
    public void MixedPrecisionTrainsNearlyAsFloat32DoesAndKeepsWeightsInIt()
    {
        var options = new TorchSharpOptions { Device = TorchDevice.Cpu, MixedPrecision = true, SmallBatchLimit = 0 };
        var engine = Assert.IsType<TorchSharpEngine>(EngineChoice.Make(options, _told.Add));
        NetworkDescription description = SomeNetworks.All["log keys"].Description;
        INeuralNetwork network = engine.Create(description, seed: 3);
        INeuralNetwork managed = new ManagedEngine(threadCount: 1).Create(description, seed: 3);
        var batch = new ComposedBatch(description, rows: 100, steps: 9, seed: 4);
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
        NamedTensor initial = new ManagedEngine().Create(description, seed: 3).Weights[0];
        double moved = network.Weights[0].Values.Zip(initial.Values, (one, two) => Math.Abs(one - two)).Max();
        Assert.InRange(moved, 5e-6, 2e-5);
        Assert.False(engine.HasFailed);
        Assert.Empty(_told);
    }

    [Fact]
    public void WrongSettingsThrowAtOnce()
    {
        var exception = Assert.Throws<ArgumentException>(() => new AnomalyDetectorOptions().UseTorchSharp(torch => torch.SmallBatchLimit = -1));

        Assert.Equal("TorchSharpOptions: SmallBatchLimit is -1; it must be between 0 and 1,000,000.", exception.Message);
    }

    [Theory]
    [InlineData("auto", "auto")]
    [InlineData("CPU", "cpu")]
    [InlineData("cuda", "cuda:0")]
    [InlineData("cuda:3", "cuda:3")]
    public void DevicesAreReadAsTheyAreWritten(string text, string written)
    {
        Assert.Equal(written, TorchDevice.Parse(text).ToString());
        Assert.Equal(TorchDevice.Parse(text), TorchDevice.Parse(written));
    }

    [Theory]
    [InlineData("")]
    [InlineData("gpu")]
    [InlineData("cuda:")]
    [InlineData("cuda:-1")]
    [InlineData("cuda:128")]
    public void OtherDevicesAreRefused(string text) => Assert.Throws<FormatException>(() => TorchDevice.Parse(text));
}
