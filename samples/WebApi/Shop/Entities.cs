namespace WebApi.Shop;

/// <summary>A customer with a password.</summary>
internal sealed class Customer
{
    public int Id { get; set; }

    public required string Name { get; set; }

    public required string PasswordHash { get; set; }
}

/// <summary>A product with its price and stock.</summary>
internal sealed class Product
{
    public int Id { get; set; }

    public required string Name { get; set; }

    public int Cents { get; set; }

    public int Stock { get; set; }
}

/// <summary>An order with its items.</summary>
internal sealed class ShopOrder
{
    public int Id { get; set; }

    public int CustomerId { get; set; }

    public int Cents { get; set; }

    public bool IsPaid { get; set; }

    public List<OrderItem> Items { get; set; } = [];
}

/// <summary>A number of pieces of one product in an order.</summary>
internal sealed class OrderItem
{
    public int Id { get; set; }

    public int ShopOrderId { get; set; }

    public int ProductId { get; set; }

    public int Quantity { get; set; }
}

/// <summary>A message to a customer, stored with the change that it is about and sent by a background job.</summary>
internal sealed class OutboxMessage
{
    public int Id { get; set; }

    public required string Text { get; set; }

    public bool IsSent { get; set; }
}
