using WebApi.Orders;

namespace WebApi.Faults;

/// <summary>The share of requests that have a fault.</summary>
internal sealed record FaultRate(string Kind, double Rate);

/// <summary>Switches faults on and off: <c>POST /faults/slow-step?rate=0.01</c>, and <c>rate=0</c> for off.</summary>
internal static class FaultEndpoints
{
    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/faults", (FaultSwitches faults) => Results.Ok<FaultRate[]>([.. Enum.GetValues<FaultKind>().Select(kind => RateOf(faults, kind))]));
        app.MapPost("/faults/{name}", Switch);
        app.MapPost("/backend", (bool isInstant, Backend backend) =>
        {
            backend.IsInstant = isInstant;
            return Results.NoContent();
        });
    }

    private static IResult Switch(string name, FaultSwitches faults, double rate = 1)
    {
        if (FaultNames.Find(name) is not { } kind)
        {
            return Results.NotFound();
        }

        if (rate is not (>= 0 and <= 1))
        {
            return Results.BadRequest();
        }

        faults[kind] = rate;
        return Results.Ok(RateOf(faults, kind));
    }

    private static FaultRate RateOf(FaultSwitches faults, FaultKind kind) => new(FaultNames.Of(kind), faults[kind]);
}
