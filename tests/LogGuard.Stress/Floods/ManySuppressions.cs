namespace LogGuard.Stress.Floods;

/// <summary>Suppressions come and go by the thousand, from two threads, each change saved.</summary>
internal sealed class ManySuppressions : Flood
{
    private const int PerSecond = 500;

    public override string Name => "suppressions";

    public override void Run(FloodHost host, Random random)
    {
        var second = new Thread(() => Change(host, new Random(random.Next()))) { IsBackground = true };
        second.Start();
        Change(host, random);
        second.Join();
    }

    private static void Change(FloodHost host, Random random)
    {
        var pacer = new Pacer(PerSecond);
        while (host.GoesOn)
        {
            var fingerprint = $"unknown-line-{random.Next(5_000):x16}";
            host.Guard(() =>
            {
                if (random.Next(3) == 0)
                {
                    host.Detector.Unsuppress(fingerprint);
                }
                else
                {
                    host.Detector.Suppress(fingerprint, host.Clock.GetUtcNow().AddSeconds(random.Next(1, 600)));
                }

                _ = host.Detector.Suppressions.Count;
            });
            pacer.Step();
        }
    }
}
