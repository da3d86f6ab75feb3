using System.Globalization;

namespace LogGuard.Stress.Floods;

/// <summary>Messages that the application built itself: a few shapes with different words, braces of records and JSON in them, half with a session.</summary>
internal sealed class StringBuiltLines : Flood
{
    public override string Name => "string-built";

    public override void Run(FloodHost host, Random random)
    {
        var pacer = new Pacer(host.Rate);
        for (var number = 0L; host.GoesOn; number++)
        {
            host.Write(new FloodLine(Build(random, number)) { Session = number % 2 == 0 ? null : number / 2 + 1_000_000 });
            pacer.Step();
        }
    }

    private static string Build(Random random, long number)
    {
        var word = FloodWords.Word(random);
        return (number % 6) switch
        {
            0 => $"User {word} opened {FloodWords.Word(random)} from {random.Next(256)}.{random.Next(256)}.1.1",
            1 => $"Order {number} of {word} moved to {FloodWords.Word(random)}",
            2 => $"Saved Customer {{ Name = {word}, Age = {random.Next(100)} }}",
            3 => $$"""{"user":"{{word}}","amount":{{random.Next(1_000)}},"tags":["{{FloodWords.Word(random)}}"]}""",
            4 => $"Cache entry {Guid.NewGuid():B} of {{Region}} expired for {word}",
            _ => string.Create(CultureInfo.InvariantCulture, $"Sensor {word} is at {random.NextDouble():0.00000} after {random.Next(10_000)} ms"),
        };
    }
}
