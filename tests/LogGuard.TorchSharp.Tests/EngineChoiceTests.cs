using LogGuard.Neural;
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

    [TorchFact]
    public void AGpuThatIsNotThereIsToldAndTheManagedEngineTaken()
    {
        // No machine has a hundred and twenty-eight.
        INeuralEngine engine = EngineChoice.Make(new TorchSharpOptions { Device = TorchDevice.Cuda(127) }, _told.Add);

        Assert.IsType<ManagedEngine>(engine);
        Assert.Contains("CUDA GPU", Assert.Single(_told));
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
