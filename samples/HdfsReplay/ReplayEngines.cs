using LogGuard;

namespace HdfsReplay;

/// <summary>Selects the requested engine, if this build has it.</summary>
internal static class ReplayEngines
{
    public static void Use(this ReplayEngine engine, AnomalyDetectorOptions options)
    {
        if (engine == ReplayEngine.Managed)
        {
            return;
        }

#if TORCHSHARP
        options.UseTorchSharp(torch =>
        {
            // Every batch goes to the device, so that a replay does not measure the managed engine, which otherwise handles
            // small batches.
            torch.SmallBatchLimit = 0;
            torch.Device = engine == ReplayEngine.TorchCpu ? TorchDevice.Cpu : TorchDevice.Auto;
        });
#else
        Console.Error.WriteLine("This build has no TorchSharp, the managed engine takes its place; build with -p:UseTorchSharp=true.");
#endif
    }
}
