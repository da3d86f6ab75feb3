namespace WebApi.Orders;

/// <summary>An order that is under way.</summary>
internal sealed class Order(string id, OrderLine[] lines, decimal total)
{
    public string Id { get; } = id;

    public OrderLine[] Lines { get; } = lines;

    public decimal Total { get; } = total;

    public bool IsPaid { get; set; }
}

/// <summary>What is sent to place an order.</summary>
internal sealed record NewOrder(string Customer, OrderLine[] Lines, string? Voucher = null);

/// <summary>So many of one product.</summary>
internal sealed record OrderLine(string Product, int Quantity);

/// <summary>What a request about an order is answered with.</summary>
internal sealed record OrderAnswer(string Id, string Status, decimal Total);
