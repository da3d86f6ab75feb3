namespace WebApi.Orders;

/// <summary>An open order.</summary>
internal sealed class Order(string id, OrderLine[] lines, decimal total)
{
    public string Id { get; } = id;

    public OrderLine[] Lines { get; } = lines;

    public decimal Total { get; } = total;

    public bool IsPaid { get; set; }
}

/// <summary>The request body for placing an order.</summary>
internal sealed record NewOrder(string Customer, OrderLine[] Lines, string? Voucher = null);

/// <summary>A quantity of one product.</summary>
internal sealed record OrderLine(string Product, int Quantity);

/// <summary>The response body of a request about an order.</summary>
internal sealed record OrderAnswer(string Id, string Status, decimal Total);
