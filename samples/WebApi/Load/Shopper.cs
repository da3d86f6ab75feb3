using WebApi.Faults;
using WebApi.Orders;

namespace WebApi.Load;

/// <summary>
/// Places orders one after another and completes them: most are paid and shipped, some are cancelled before or after the
/// payment.
/// </summary>
/// <param name="client">Sends the requests.</param>
/// <param name="random">Decides the orders and their course.</param>
/// <param name="next">Returns the number of the next request; negative at the end.</param>
/// <param name="faults">The faults of the requests; null for none.</param>
internal sealed class Shopper(OrderClient client, Random random, Func<long> next, SeededFaults? faults)
{
    private readonly List<Sent> _sent = [];

    public async Task<List<Sent>> RunAsync()
    {
        while (await SendAsync("/orders", MakeOrder()) is { } created)
        {
            if (created.OrderId is not { } id)
            {
                continue;
            }

            var isPaid = false;
            if (random.Next(100) < 88)
            {
                isPaid = await SendAsync($"/orders/{id}/pay?card=visa") is { Status: 200 };
            }

            await SendAsync(isPaid && random.Next(100) < 88 ? $"/orders/{id}/ship" : $"/orders/{id}/cancel");
        }

        return _sent;
    }

    private async Task<Sent?> SendAsync(string path, NewOrder? order = null)
    {
        var number = next();
        if (number < 0)
        {
            return null;
        }

        var fault = faults?.For(number);
        var sent = await client.SendAsync(path, order, fault, random);
        if (fault is { } kind)
        {
            faults!.Tell(kind, sent);
        }

        _sent.Add(sent);
        return sent;
    }

    private NewOrder MakeOrder()
    {
        var lines = new OrderLine[1 + random.Next(5)];
        for (var i = 0; i < lines.Length; i++)
        {
            lines[i] = new OrderLine(Catalogue.Products[random.Next(Catalogue.Products.Length)], 1 + random.Next(3));
        }

        return new NewOrder($"customer {random.Next(1_000)}", lines, random.Next(4) == 0 ? "SPRING" : null);
    }
}
