namespace LogGuard.Stress.Floods;

/// <summary>A second detector on the same folder that learns, saves and suppresses.</summary>
internal sealed class SharedFolder : Flood
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    public override string Name => "shared-folder";

    public override void Run(FloodHost host, Random random) => host.Guard(() =>
    {
        var options = host.Options();
        options.OnAlert = null;
        using var second = new AnomalyDetector(options);
        using var door = host.OpenDoor(second);
        for (var number = 0L; host.GoesOn; number++)
        {
            for (var line = 0; line < 100; line++)
            {
                door.Write(new FloodLine("Item {Item} of order {OrderId} is from the second detector", line, number));
            }

            second.Suppress($"unknown-line-{number:x16}", host.Clock.GetUtcNow().AddMinutes(1));
            Save(host, host.Detector);
            Save(host, second);
            Thread.Sleep(Pause);
        }
    });

    // A folder in use by another may refuse a save, as any disk may.
    private static void Save(FloodHost host, AnomalyDetector detector) => host.Guard(() =>
    {
        try
        {
            detector.SaveAsync().GetAwaiter().GetResult();
        }
        catch (IOException)
        {
        }
    });
}
