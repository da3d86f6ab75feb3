namespace LogGuard.Stress.Floods;

/// <summary>The model is trained again and again under load, rolled back and saved between.</summary>
internal sealed class Retraining : Flood
{
    public override string Name => "retraining";

    public override void Run(FloodHost host, Random random)
    {
        var lines = new Thread(() => new StringBuiltLines().Run(host, new Random(random.Next()))) { IsBackground = true };
        lines.Start();
        while (host.GoesOn)
        {
            host.Guard(() => host.Detector.RetrainAsync().GetAwaiter().GetResult());
            host.Guard(() => host.Detector.LearnFeedbackAsync().GetAwaiter().GetResult());
            if (host.Detector.Snapshots is [var first, .., _] && random.Next(2) == 0)
            {
                host.Guard(() => host.Detector.RollbackAsync(first.Number).GetAwaiter().GetResult());
            }
        }

        lines.Join();
    }
}
