using System.Diagnostics;
using WebApi.Faults;

namespace WebApi.Orders;

/// <summary>The HTTP endpoints of the service.</summary>
internal static class OrderEndpoints
{
    /// <summary>The maximum number of lines of an order.</summary>
    public const int LineLimit = 100;

    public static void Map(IEndpointRouteBuilder app)
    {
        var orders = app.MapGroup("/orders");
        orders.MapPost("/", CreateAsync);
        orders.MapPost("/{id}/pay", PayAsync);
        orders.MapPost("/{id}/ship", ShipAsync);
        orders.MapPost("/{id}/cancel", CancelAsync);
    }

    private static async Task<IResult> CreateAsync(NewOrder wanted, HttpContext context, OrderService service)
    {
        if (wanted.Lines is not { Length: > 0 and <= LineLimit })
        {
            return Results.BadRequest();
        }

        var order = await service.CreateAsync(wanted, Begin(context, Operation.Create));
        return order is null
            ? Results.StatusCode(StatusCodes.Status503ServiceUnavailable)
            : Results.Created($"/orders/{order.Id}", new OrderAnswer(order.Id, "created", order.Total));
    }

    private static async Task<IResult> PayAsync(string id, string card, HttpContext context, OrderService service, OrderStore orders)
    {
        if (!orders.TryGet(id, out var order))
        {
            return Results.NotFound();
        }

        if (order.IsPaid)
        {
            return Results.Conflict();
        }

        return await service.PayAsync(order, card, Begin(context, Operation.Pay))
            ? Answer(order, "paid")
            : Results.StatusCode(StatusCodes.Status402PaymentRequired);
    }

    private static async Task<IResult> ShipAsync(string id, HttpContext context, OrderService service, OrderStore orders)
    {
        if (!orders.TryGet(id, out var order))
        {
            return Results.NotFound();
        }

        if (!order.IsPaid)
        {
            return Results.Conflict();
        }

        await service.ShipAsync(order, Begin(context, Operation.Ship));
        return Answer(order, "shipped");
    }

    private static async Task<IResult> CancelAsync(string id, HttpContext context, OrderService service, OrderStore orders)
    {
        if (!orders.TryGet(id, out var order))
        {
            return Results.NotFound();
        }

        await service.CancelAsync(order, Begin(context, Operation.Cancel));
        return Answer(order, "cancelled");
    }

    private static IResult Answer(Order order, string status) => Results.Ok(new OrderAnswer(order.Id, status, order.Total));

    private static RequestRun Begin(HttpContext context, Operation operation)
    {
        var services = context.RequestServices;
        var dice = Dice.Of(Activity.Current?.TraceId ?? ActivityTraceId.CreateRandom());
        var fault = services.GetRequiredService<FaultSwitches>().Choose(context, operation, dice);
        return new RequestRun(services.GetRequiredService<Backend>(), dice, fault, services.GetRequiredService<ILogger<RequestRun>>());
    }
}
