using System.Globalization;

namespace WebApi.Load;

/// <summary>The amount of load.</summary>
internal sealed record LoadPlan
{
    /// <summary>The seed of the orders, of their course, and of the faults.</summary>
    public int Seed { get; private init; } = 1;

    /// <summary>Number of requests, normal and with faults.</summary>
    public int Requests { get; private init; } = 20_000;

    /// <summary>Number of faults of each of the four kinds.</summary>
    public int FaultsOfKind { get; private init; } = 50;

    /// <summary>Number of concurrent requests. At about 30 ms each this is a thousand requests per second, which two cores handle without queueing.</summary>
    public int Connections { get; private init; } = 32;

    /// <summary>Number of pairs of runs with and without LogGuard.</summary>
    public int Pairs { get; private init; } = 8;

    /// <summary>Length of each run, in seconds.</summary>
    public double Seconds { get; private init; } = 4;

    /// <exception cref="ArgumentException">An option is unknown or has no number.</exception>
    public static LoadPlan Parse(IReadOnlyList<string> args)
    {
        var plan = new LoadPlan();
        for (var i = 0; i < args.Count; i++)
        {
            if (args[i] is "--load" or Shop.ShopSettings.Option)
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
