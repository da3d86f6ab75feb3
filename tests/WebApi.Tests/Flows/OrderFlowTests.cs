using LogGuard.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using WebApi.Load;
using WebApi.Orders;

namespace WebApi.Tests.Flows;

/// <summary>The courses of an order, whose flows <c>flows.approved.md</c> has.</summary>
public sealed class OrderFlowTests
{
    [Fact]
    public async Task TheFlowsOfOrdersAreTheApprovedOnes()
    {
        await using var recorder = new LogFlowRecorder(OrderSessions.Set, typeof(OrderApp).Assembly);
        await using (var app = OrderApp.Create(["--no-detector", "--quiet", "--urls", "http://127.0.0.1:0"], log: log => log.AddFlowRecorder(recorder)))
        {
            app.Services.GetRequiredService<Backend>().IsInstant = true;
            await app.StartAsync();
            using var client = new OrderClient(new Uri(app.Urls.First()), connections: 1);
            var random = new Random(11);

            await ShipAsync(client, random, lines: 2, voucher: null);
            await ShipAsync(client, random, lines: 1, voucher: "SPRING");
            await CancelAsync(client, random, isPaid: false);
            await CancelAsync(client, random, isPaid: true);

            // Until a bank has declined. By then, services did not answer at first, too.
            while (await ShipAsync(client, random, lines: 1, voucher: null))
            {
            }
        }

        (await recorder.GetFlowsAsync()).ShouldMatchApproved();
    }

    // An order whose payment is declined is cancelled instead.
    private static async Task<bool> ShipAsync(OrderClient client, Random random, int lines, string? voucher)
    {
        var id = await PlaceAsync(client, random, lines, voucher);
        var paid = await client.SendAsync($"/orders/{id}/pay?card=visa", null, null, random);
        await client.SendAsync($"/orders/{id}/{(paid.Status == 200 ? "ship" : "cancel")}", null, null, random);
        return paid.Status == 200;
    }

    private static async Task CancelAsync(OrderClient client, Random random, bool isPaid)
    {
        var id = await PlaceAsync(client, random, lines: 2, voucher: null);
        if (isPaid)
        {
            await client.SendAsync($"/orders/{id}/pay?card=visa", null, null, random);
        }

        await client.SendAsync($"/orders/{id}/cancel", null, null, random);
    }

    private static async Task<string> PlaceAsync(OrderClient client, Random random, int lines, string? voucher)
    {
        var order = new NewOrder("customer 1", [.. Enumerable.Repeat(new OrderLine("tea", 1), lines)], voucher);
        return (await client.SendAsync("/orders", order, null, random)).OrderId!;
    }
}
