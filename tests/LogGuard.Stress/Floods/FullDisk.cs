using LogGuard.Stress.Load;

namespace LogGuard.Stress.Floods;

/// <summary>Files may not grow beyond half a snapshot, on and off; everything that saves is called meanwhile.</summary>
internal sealed class FullDisk : Flood
{
    public override string Name => "full-disk";

    public override bool Expects(string diagnostic) => diagnostic.Contains(nameof(IOException), StringComparison.Ordinal);

    public override void Run(FloodHost host, Random random)
    {
        using var disk = new DiskFull();
        var limit = StressDetector.LargestFile(host.Folder) / 2;
        for (var number = 0L; host.GoesOn; number++)
        {
            disk.Begin(number % 2 == 0 ? limit : 16);
            Save(host);
            host.Guard(() => host.Detector.Suppress($"unknown-line-{number:x16}", host.Clock.GetUtcNow().AddMinutes(1)));
            disk.End();
            if (number % 3 == 0)
            {
                Save(host);
            }

            Thread.Sleep(20);
        }
    }

    private static void Save(FloodHost host) => host.Guard(() =>
    {
        try
        {
            host.Detector.SaveAsync().GetAwaiter().GetResult();
        }
        catch (IOException)
        {
            // Refused by the disk, as documented.
        }
    });
}
