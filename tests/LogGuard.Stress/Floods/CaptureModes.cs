namespace LogGuard.Stress.Floods;

/// <summary>Values of all types under one mode of capture, with hashed and redacted properties, and values that throw.</summary>
internal sealed class CaptureModes(string name, CapturedValues mode) : Flood
{
    private const string ThrowingMessage = "a value that throws";

    public override string Name => name;

    // While the detector is behind, it keeps no lines: those of 10,000 open sessions come and go.
    public override bool ClosesSessionsToMeasure => true;

    // Serilog reads the value before any sink does, and says so.
    public override bool Expects(string diagnostic) => diagnostic.Contains(ThrowingMessage, StringComparison.Ordinal);

    public override void Configure(AnomalyDetectorOptions options, FloodHost host)
    {
        options.Capture.Values = mode;
        if (mode == CapturedValues.All)
        {
            options.Capture.HashKey = "0123456789abcdef0123456789abcdef";
            options.Capture.HashedProperties.Add("Customer");
            options.Capture.RedactedProperties.Add("Card");
        }
    }

    public override void Run(FloodHost host, Random random)
    {
        var pacer = new Pacer(host.Rate);
        for (var number = 0L; host.GoesOn; number++)
        {
            host.Write(new FloodLine("{Customer} paid {Amount} by {Card} at {Time} for {Things} ({Note})",
                FloodWords.Word(random), random.NextDouble() * 1e6, random.Next(), DateTime.UtcNow, ThingOf(random), random.Next(4) == 0 ? null : double.NaN)
            {
                Session = number / 2 + 1_000_000,
            });
            pacer.Step();
        }
    }

    private static object ThingOf(Random random) => random.Next(6) switch
    {
        0 => new[] { 1, 2, 3 },
        1 => new Dictionary<string, object> { ["a"] = 1 },
        2 => TimeSpan.FromSeconds(random.Next()),
        3 => new { Name = "x", Count = random.Next() },
        4 => long.MinValue,
        _ => new Throwing(),
    };

    private sealed class Throwing
    {
        public override string ToString() => throw new InvalidOperationException(ThrowingMessage);
    }
}
