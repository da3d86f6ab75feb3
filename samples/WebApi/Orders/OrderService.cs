using static WebApi.Orders.OrderTemplates;

namespace WebApi.Orders;

/// <summary>Creates, charges, ships and cancels orders, and logs each step.</summary>
internal sealed class OrderService(OrderStore orders, ILogger<OrderService> log)
{
    /// <summary>Share of payments that the bank declines.</summary>
    private const double DeclinedShare = 0.03;

    private const int ItemsPerParcel = 4;

    /// <returns>Null if there are too many open orders.</returns>
    public async Task<Order?> CreateAsync(NewOrder wanted, RequestRun run)
    {
        var id = run.MakeId();
        log.OrderReceived(id, wanted.Lines.Length, wanted.Customer);
        foreach (var line in wanted.Lines)
        {
            if (await run.DoAsync(StockChecked))
            {
                log.StockChecked(line.Product, id, line.Quantity);
            }
        }

        if (wanted.Voucher is not null && await run.DoAsync(VoucherApplied))
        {
            log.VoucherApplied(wanted.Voucher, id);
        }

        await run.CallAsync("pricing service", id);
        var order = new Order(id, wanted.Lines, Catalogue.Total(wanted));
        if (await run.DoAsync(Priced))
        {
            log.Priced(id, order.Total);
        }

        if (!orders.TryAdd(order))
        {
            return null;
        }

        if (await run.DoAsync(Stored))
        {
            log.Stored(id);
        }

        if (await run.DoAsync(Confirmed))
        {
            log.Confirmed(id);
        }

        return order;
    }

    /// <returns>Whether the payment succeeded.</returns>
    public async Task<bool> PayAsync(Order order, string card, RequestRun run)
    {
        log.PaymentRequested(order.Id, card);
        if (await run.DoAsync(CardChecked))
        {
            log.CardChecked(order.Id);
        }

        await run.CallAsync("payment provider", order.Id);
        if (run.Chance(DeclinedShare))
        {
            await run.DoAsync(Declined);
            log.Declined(order.Id);
            return false;
        }

        if (await run.DoAsync(Authorised))
        {
            log.Authorised(order.Id);
        }

        if (await run.DoAsync(Captured))
        {
            log.Captured(order.Total, order.Id);
        }

        order.IsPaid = true;
        if (await run.DoAsync(ReceiptSent))
        {
            log.ReceiptSent(order.Id);
        }

        return true;
    }

    public async Task ShipAsync(Order order, RequestRun run)
    {
        log.ShipmentRequested(order.Id);
        foreach (var line in order.Lines)
        {
            if (await run.DoAsync(ItemPicked))
            {
                log.ItemPicked(line.Quantity, line.Product, order.Id);
            }
        }

        if (await run.DoAsync(Packed))
        {
            log.Packed(order.Id, 1 + order.Lines.Sum(line => line.Quantity) / ItemsPerParcel);
        }

        await run.CallAsync("carrier", order.Id);
        if (await run.DoAsync(CarrierBooked))
        {
            log.CarrierBooked(order.Id);
        }

        if (await run.DoAsync(HandedOver))
        {
            log.HandedOver(order.Id);
        }

        orders.Remove(order.Id);
    }

    public async Task CancelAsync(Order order, RequestRun run)
    {
        log.CancellationRequested(order.Id);
        if (order.IsPaid && await run.DoAsync(Refunded))
        {
            log.Refunded(order.Total, order.Id);
        }

        await run.CallAsync("stock service", order.Id);
        foreach (var line in order.Lines)
        {
            if (await run.DoAsync(StockReleased))
            {
                log.StockReleased(line.Product, order.Id);
            }
        }

        if (await run.DoAsync(Cancelled))
        {
            log.Cancelled(order.Id);
        }

        if (await run.DoAsync(CustomerTold))
        {
            log.CustomerTold(order.Id);
        }

        orders.Remove(order.Id);
    }
}
