namespace LogGuard.Stress.Floods;

/// <summary>New warnings and errors without end, each a cause of its own, in sessions of their own: the limits of alerts are used up.</summary>
internal sealed class ManyCauses : Flood
{
    private const int PerSecond = 5_000;

    public override string Name => "many-causes";

    public override void Run(FloodHost host, Random random)
    {
        var pacer = new Pacer(PerSecond);
        for (var number = 0L; host.GoesOn; number++)
        {
            var (first, second) = (FloodWords.Word(random), FloodWords.Word(random));
            object session = number + 1_000_000;
            host.LogOrder(session, Load.OrderWorkflow.Created);
            host.Write(new FloodLine($"{first} of {{Part}} has {second}", number)
            {
                Session = session,
                Severity = random.Next(3) == 0 ? LogSeverity.Error : LogSeverity.Warning,
                Exception = random.Next(2) == 0 ? new InvalidOperationException(first) : null,
            });
            pacer.Step();
        }
    }
}
