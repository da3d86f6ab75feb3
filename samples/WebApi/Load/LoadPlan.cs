using System.Globalization;

namespace WebApi.Load;

/// <summary>How much load there is to be.</summary>
internal sealed record LoadPlan
{
    /// <summary>What orders are placed, what happens to them, and which requests have faults.</summary>
    public int Seed { get; private init; } = 1;

    /// <summary>Requests with normal ones and faults among them.</summary>
    public int Requests { get; private init; } = 20_000;

    /// <summary>Faults of each of the four kinds.</summary>
    public int FaultsOfKind { get; private init; } = 50;

    /// <summary>Requests under way at a time. With some 30 ms for each that is a thousand a second, which two cores take without waiting.</summary>
    public int Connections { get; private init; } = 32;

    /// <summary>Runs with LogGuard that are compared with as many without.</summary>
    public int Pairs { get; private init; } = 8;

    /// <summary>Length of each of these runs, in seconds.</summary>
    public double Seconds { get; private init; } = 4;

    /// <exception cref="ArgumentException">An option is unknown, or has no number.</exception>
    public static LoadPlan Parse(IReadOnlyList<string> args)
    {
        var plan = new LoadPlan();
        for (var i = 0; i < args.Count; i++)
        {
            if (args[i] == "--load")
            {
                continue;
            }

            var name = args[i];
            if (++i == args.Count || !int.TryParse(args[i], NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            {
                throw new ArgumentException($"{name} needs a number.");
            }

            plan = name switch
            {
                "--seed" => plan with { Seed = number },
                "--requests" => plan with { Requests = number },
                "--faults" => plan with { FaultsOfKind = number },
                "--connections" => plan with { Connections = number },
                "--pairs" => plan with { Pairs = number },
                "--seconds" => plan with { Seconds = number },
                _ => throw new ArgumentException($"There is no option {name}."),
            };
        }

        return plan;
    }
}
