namespace LogGuard.TorchSharp.Tests.Support;

/// <summary>The engine under test.</summary>
internal static class SomeEngine
{
    /// <summary>One on the processor, which does batches of any size; the test fails where it cannot be had.</summary>
    /// <param name="tell">Receives what it says; where null, it must have nothing to say.</param>
    /// <param name="smallBatchLimit">Most rows that the managed engine predicts.</param>
    public static TorchSharpEngine OnCpu(Action<string>? tell = null, int smallBatchLimit = 0)
    {
        var options = new TorchSharpOptions { Device = TorchDevice.Cpu, SmallBatchLimit = smallBatchLimit };
        return Assert.IsType<TorchSharpEngine>(EngineChoice.Make(options, tell ?? (line => Assert.Fail(line))));
    }
}
