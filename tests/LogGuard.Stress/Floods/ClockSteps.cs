namespace LogGuard.Stress.Floods;

/// <summary>The clock is set forward and back by up to a day, again and again, with orders under way.</summary>
internal sealed class ClockSteps : Flood
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(300);
    private static readonly double[] Hours = [1, -1, -3, 3, 24, -24, 0.01, -0.01];

    public override string Name => "clock-steps";

    public override void Run(FloodHost host, Random random)
    {
        for (var number = 0; host.GoesOn; number++)
        {
            host.Clock.SetBack(TimeSpan.FromHours(Hours[number % Hours.Length]));
            Thread.Sleep(Pause);
        }
    }
}
