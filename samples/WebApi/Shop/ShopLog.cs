namespace WebApi.Shop;

/// <summary>The lines of the shop itself, beside those of ASP.NET Core and EF Core.</summary>
internal static partial class ShopLog
{
    /// <summary>The line of a wrong password, which a storm of them repeats.</summary>
    public const string WrongPasswordTemplate = "Wrong password for {Customer}";

    [LoggerMessage(LogLevel.Information, "{Customer} signed in")]
    public static partial void SignedIn(this ILogger log, string customer);

    [LoggerMessage(LogLevel.Warning, WrongPasswordTemplate)]
    public static partial void WrongPassword(this ILogger log, string customer);

    [LoggerMessage(LogLevel.Information, "Order of {Count} items for customer {CustomerId} refused: {Reason}")]
    public static partial void OrderRefused(this ILogger log, int count, int customerId, string reason);

    [LoggerMessage(LogLevel.Information, "Order {OrderId} placed by customer {CustomerId} with {Count} items for {Total}")]
    public static partial void OrderPlaced(this ILogger log, int orderId, int customerId, int count, decimal total);

    [LoggerMessage(LogLevel.Information, "{Quantity} of {Product} added to order {OrderId}")]
    public static partial void ItemAdded(this ILogger log, int quantity, string product, int orderId);

    [LoggerMessage(LogLevel.Information, "Bank asked for {Total} for order {OrderId}")]
    public static partial void BankAsked(this ILogger log, decimal total, int orderId);

    [LoggerMessage(LogLevel.Warning, "Bank declined order {OrderId}")]
    public static partial void BankDeclined(this ILogger log, int orderId);

    [LoggerMessage(LogLevel.Information, "Order {OrderId} paid")]
    public static partial void OrderPaid(this ILogger log, int orderId);

    [LoggerMessage(LogLevel.Information, "Message {MessageId} sent")]
    public static partial void MessageSent(this ILogger log, int messageId);

    [LoggerMessage(LogLevel.Information, "Outbox emptied: {Count} messages")]
    public static partial void OutboxEmptied(this ILogger log, int count);

    [LoggerMessage(LogLevel.Error, "Outbox could not be emptied")]
    public static partial void OutboxFailed(this ILogger log, Exception exception);
}
