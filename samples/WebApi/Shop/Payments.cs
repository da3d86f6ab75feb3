using Microsoft.EntityFrameworkCore;

namespace WebApi.Shop;

/// <summary>The handler of payments.</summary>
internal static class Payments
{
    public static async Task<IResult> PayAsync(int id, ShopDb db, ShopFaults faults, ILogger<Bank> log)
    {
        if (await db.Orders.FirstOrDefaultAsync(row => row.Id == id) is not { } order)
        {
            return Results.NotFound();
        }

        if (order.IsPaid)
        {
            return Results.Conflict();
        }

        log.BankAsked(order.Cents / 100m, id);
        var isAccepted = await Bank.AnswerAsync(id);
        if (faults.PayFails)
        {
            throw new InvalidOperationException(ShopFaults.HandlerMessage);
        }

        if (!isAccepted)
        {
            log.BankDeclined(id);
            return Results.StatusCode(StatusCodes.Status402PaymentRequired);
        }

        order.IsPaid = true;
        db.OutboxMessages.Add(new OutboxMessage { Text = $"Order {id} is paid." });
        await db.SaveChangesAsync();
        log.OrderPaid(id);
        return Results.Ok(new OrderShown(order.Id, 0, order.Cents / 100m, true));
    }
}

/// <summary>The bank, which takes 2 to 20 ms for an answer and declines 3 orders in 100. The order alone decides both.</summary>
internal sealed class Bank
{
    private const int DeclinedOf100 = 3;

    public static async Task<bool> AnswerAsync(int order)
    {
        var random = new Random(order);
        await Task.Delay(random.Next(2, 20));
        return random.Next(100) >= DeclinedOf100;
    }
}
