namespace LogGuard.Stress.Floods;

/// <summary>Events of 100 KB and more: texts, values, lists, exceptions, in many open sessions.</summary>
internal sealed class LargeEvents : Flood
{
    private const int PerSecond = 100;
    private const int Size = 100_000;

    public override string Name => "large-events";

    public override void Run(FloodHost host, Random random)
    {
        var pacer = new Pacer(PerSecond);
        for (var number = 0L; host.GoesOn; number++)
        {
            var text = FloodWords.Text(random, Size + random.Next(3 * Size));
            object session = number + 1_000_000;
            host.LogOrder(session, Load.OrderWorkflow.Created);
            host.Write((number % 5) switch
            {
                0 => new FloodLine("Body of order {OrderId}: {Body}", session, text),
                1 => new FloodLine(text) { Session = session },
                2 => new FloodLine("Order {OrderId} has {Items}", session, Enumerable.Range(0, Size / 8).ToArray()),
                3 => new FloodLine("Order {OrderId} failed", session) { Severity = LogSeverity.Error, Exception = new InvalidOperationException(text) },
                _ => new FloodLine("Body of {Body} belongs to order {OrderId}", text, session),
            });
            pacer.Step();
        }
    }
}
