using LogGuard.Neural;
using LogGuard.Tests.Support;

namespace LogGuard.TorchSharp.Tests.Support;

/// <summary>The same network on both engines, with a batch for it.</summary>
internal sealed record NetworkPair(
    TorchSharpEngine Engine, INeuralNetwork Managed, INeuralNetwork Torch, ComposedBatch Batch, OptimizerOptions Options, bool HasUnitsThatFlip)
{
    // More than one shard of the managed engine, and no whole number of them.
    private const int Rows = 100;
    private const int Steps = 9;

    public static NetworkPair Make(string name)
    {
        SomeNetwork some = SomeNetworks.All[name];
        TorchSharpEngine engine = SomeEngine.OnCpu();
        return new NetworkPair(
            engine,
            new ManagedEngine(threadCount: 1).Create(some.Description, seed: 3),
            engine.Create(some.Description, seed: 3),
            new ComposedBatch(some.Description, Rows, Steps, seed: 4, some.HasLengths, some.HasSoftTargets),
            some.Options,
            some.HasUnitsThatFlip);
    }
}
