using WebApi.Orders;

namespace WebApi.Faults;

/// <summary>The share of requests that have each fault.</summary>
internal sealed class FaultSwitches(bool areAllowed)
{
    private readonly double[] _rates = new double[Enum.GetValues<FaultKind>().Length];

    /// <summary>The share of requests that have a fault, 0..1.</summary>
    public double this[FaultKind kind]
    {
        get => Volatile.Read(ref _rates[(int)kind]);
        set => Volatile.Write(ref _rates[(int)kind], value);
    }

    /// <summary>Chooses the fault of a request: the requested one, or the first random one; null for none.</summary>
    public RequestFault? Choose(HttpContext context, Operation operation, Dice dice)
    {
        if (!areAllowed)
        {
            return null;
        }

        if (FaultNames.Find(context.Request.Headers[FaultNames.Request]) is { } asked)
        {
            return RequestFault.Choose(asked, operation, dice, context.Response.Headers);
        }

        for (var kind = 0; kind < _rates.Length; kind++)
        {
            if (this[(FaultKind)kind] is > 0 and var rate && dice.Chance(rate))
            {
                return RequestFault.Choose((FaultKind)kind, operation, dice, context.Response.Headers);
            }
        }

        return null;
    }
}
