namespace LogGuard.Stress.Floods;

/// <summary>The process is stopped for longer than a session may be silent, and goes on.</summary>
internal sealed class SuspendedProcess : Flood
{
    private const int OpenOrders = 200;

    public override string Name => "suspended";

    public override TimeSpan Suspension => TimeSpan.FromSeconds(4);

    public override void Configure(AnomalyDetectorOptions options, FloodHost host) => options.Session.IdleTimeout = TimeSpan.FromSeconds(2);

    // Long orders, of which many are under way when the process is stopped.
    public override void Run(FloodHost host, Random random)
    {
        int[] steps = [Load.OrderWorkflow.Created, Load.OrderWorkflow.Reserved, Load.OrderWorkflow.PaymentAsked, Load.OrderWorkflow.PaymentAccepted, Load.OrderWorkflow.Packed, Load.OrderWorkflow.HandedOver, Load.OrderWorkflow.Closed];
        var pacer = new Pacer(2_000);
        for (var round = 0L; host.GoesOn; round++)
        {
            foreach (var step in steps)
            {
                for (var order = 0; order < OpenOrders; order++)
                {
                    host.LogOrder(1_000_000 + round * OpenOrders + order, step);
                    pacer.Step();
                }
            }
        }
    }
}
