namespace LogGuard.Stress.Floods;

/// <summary>Lines of which no two have a word in common: noise, control characters, lone braces, sessions of every type.</summary>
internal sealed class UniqueLines : Flood
{
    private static readonly string[] Joints = [" ", "{", "}", "{{", "\n", "\u001b[31m", "\0", "\t", "\ud83d\ude00", ": ", "%s", "{0}"];

    public override string Name => "unique-lines";

    public override void Run(FloodHost host, Random random)
    {
        var pacer = new Pacer(host.Rate);
        for (var number = 0L; host.GoesOn; number++)
        {
            var text = "";
            for (var words = 1 + random.Next(12); words > 0; words--)
            {
                text += FloodWords.Word(random, 1 + random.Next(12)) + Joints[random.Next(Joints.Length)];
            }

            host.Write(new FloodLine(text) { Session = SessionOf(random, number), Severity = (LogSeverity)random.Next(4) });
            pacer.Step();
        }
    }

    private static object? SessionOf(Random random, long number) => (number % 7) switch
    {
        0 => null,
        1 => number,
        2 => (int)number,
        3 => new Guid(random.Next(), 1, 2, 3, 4, 5, 6, 7, 8, 9, 10),
        4 => FloodWords.Text(random, 2_000),
        5 => (decimal)number / 3,
        _ => FloodWords.Word(random),
    };
}
