namespace LogGuard.Stress.Floods;

/// <summary>Unique lines and large events in a process that may have a heap of 128 MB, as in a small container.</summary>
internal sealed class HeapLimit : Flood
{
    public override string Name => "heap-limit";

    public override IReadOnlyDictionary<string, string>? Variables { get; } = new Dictionary<string, string> { ["DOTNET_GCHeapHardLimit"] = "0x8000000" };

    // A few large lines more or less are 10 MB; LargeEvents shows that their sum is bounded.
    public override bool ClosesSessionsToMeasure => true;

    public override void Run(FloodHost host, Random random)
    {
        var unique = new Thread(() => new UniqueLines().Run(host, new Random(random.Next()))) { IsBackground = true };
        unique.Start();
        new LargeEvents().Run(host, random);
        unique.Join();
    }
}
