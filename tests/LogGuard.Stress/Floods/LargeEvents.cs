namespace LogGuard.Stress.Floods;

/// <summary>Events of 100,000 characters and more: texts, values, lists, exceptions, in many open sessions.</summary>
internal sealed class LargeEvents : Flood
{
    private const int PerSecond = 100;
    private const int Size = 100_000;

    // Each text without a template gets a key, at this pace for minutes until there is no room. These are used up in two seconds.
    private const int Texts = 40;

    public override string Name => "large-events";

    public override void Run(FloodHost host, Random random)
    {
        var pacer = new Pacer(PerSecond);
        for (var number = 0L; host.GoesOn; number++)
        {
            var text = number % 5 == 1 ? TextOf((int)(number / 5 % Texts)) : TextOf(random);
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

    private static string TextOf(int number) => TextOf(new Random(number));

    private static string TextOf(Random random) => FloodWords.Text(random, Size + random.Next(3 * Size));
}
