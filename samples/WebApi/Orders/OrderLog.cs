namespace WebApi.Orders;

/// <summary>The log of the service, by source-generated methods, which neither box values nor format messages.</summary>
internal static partial class OrderLog
{
    [LoggerMessage(LogLevel.Information, OrderTemplates.OrderReceived)]
    public static partial void OrderReceived(this ILogger log, string orderId, int lineCount, string customer);

    [LoggerMessage(LogLevel.Information, OrderTemplates.StockChecked)]
    public static partial void StockChecked(this ILogger log, string product, string orderId, int quantity);

    [LoggerMessage(LogLevel.Information, OrderTemplates.VoucherApplied)]
    public static partial void VoucherApplied(this ILogger log, string voucher, string orderId);

    [LoggerMessage(LogLevel.Information, OrderTemplates.Priced)]
    public static partial void Priced(this ILogger log, string orderId, decimal total);

    [LoggerMessage(LogLevel.Information, OrderTemplates.Stored)]
    public static partial void Stored(this ILogger log, string orderId);

    [LoggerMessage(LogLevel.Information, OrderTemplates.Confirmed)]
    public static partial void Confirmed(this ILogger log, string orderId);

    [LoggerMessage(LogLevel.Information, OrderTemplates.PaymentRequested)]
    public static partial void PaymentRequested(this ILogger log, string orderId, string card);

    [LoggerMessage(LogLevel.Information, OrderTemplates.CardChecked)]
    public static partial void CardChecked(this ILogger log, string orderId);

    [LoggerMessage(LogLevel.Information, OrderTemplates.Declined)]
    public static partial void Declined(this ILogger log, string orderId);

    [LoggerMessage(LogLevel.Information, OrderTemplates.Authorised)]
    public static partial void Authorised(this ILogger log, string orderId);

    [LoggerMessage(LogLevel.Information, OrderTemplates.Captured)]
    public static partial void Captured(this ILogger log, decimal amount, string orderId);

    [LoggerMessage(LogLevel.Information, OrderTemplates.ReceiptSent)]
    public static partial void ReceiptSent(this ILogger log, string orderId);

    [LoggerMessage(LogLevel.Information, OrderTemplates.ShipmentRequested)]
    public static partial void ShipmentRequested(this ILogger log, string orderId);

    [LoggerMessage(LogLevel.Information, OrderTemplates.ItemPicked)]
    public static partial void ItemPicked(this ILogger log, int quantity, string product, string orderId);

    [LoggerMessage(LogLevel.Information, OrderTemplates.Packed)]
    public static partial void Packed(this ILogger log, string orderId, int parcels);

    [LoggerMessage(LogLevel.Information, OrderTemplates.CarrierBooked)]
    public static partial void CarrierBooked(this ILogger log, string orderId);

    [LoggerMessage(LogLevel.Information, OrderTemplates.HandedOver)]
    public static partial void HandedOver(this ILogger log, string orderId);

    [LoggerMessage(LogLevel.Information, OrderTemplates.CancellationRequested)]
    public static partial void CancellationRequested(this ILogger log, string orderId);

    [LoggerMessage(LogLevel.Information, OrderTemplates.Refunded)]
    public static partial void Refunded(this ILogger log, decimal amount, string orderId);

    [LoggerMessage(LogLevel.Information, OrderTemplates.StockReleased)]
    public static partial void StockReleased(this ILogger log, string product, string orderId);

    [LoggerMessage(LogLevel.Information, OrderTemplates.Cancelled)]
    public static partial void Cancelled(this ILogger log, string orderId);

    [LoggerMessage(LogLevel.Information, OrderTemplates.CustomerTold)]
    public static partial void CustomerTold(this ILogger log, string orderId);

    [LoggerMessage(LogLevel.Warning, OrderTemplates.TryingAgain)]
    public static partial void TryingAgain(this ILogger log, string service, string orderId, int attempt);

    [LoggerMessage(LogLevel.Error, OrderTemplates.RequestFailed)]
    public static partial void RequestFailed(this ILogger log, Exception exception, string method, string route);

    [LoggerMessage(LogLevel.Information, OrderTemplates.RequestAnswered)]
    public static partial void RequestAnswered(this ILogger log, string method, string route, int statusCode);
}
