namespace WebApi.Orders;

/// <summary>The message templates of the service. The template of a step is logged when the step is done.</summary>
internal static class OrderTemplates
{
    public const string OrderReceived = "Order {OrderId} with {LineCount} lines received from {Customer}";
    public const string StockChecked = "Stock of {Product} checked for order {OrderId}: {Quantity} wanted";
    public const string VoucherApplied = "Voucher {Voucher} applied to order {OrderId}";
    public const string Priced = "Order {OrderId} comes to {Total}";
    public const string Stored = "Order {OrderId} stored";
    public const string Confirmed = "Confirmation of order {OrderId} sent";

    public const string PaymentRequested = "Payment of order {OrderId} requested by {Card}";
    public const string CardChecked = "Card for order {OrderId} checked";
    public const string Declined = "Payment of order {OrderId} declined";
    public const string Authorised = "Payment of order {OrderId} authorised";
    public const string Captured = "{Amount} captured for order {OrderId}";
    public const string ReceiptSent = "Receipt for order {OrderId} sent";

    public const string ShipmentRequested = "Shipment of order {OrderId} requested";
    public const string ItemPicked = "{Quantity} of {Product} picked for order {OrderId}";
    public const string Packed = "Order {OrderId} packed in {Parcels} parcels";
    public const string CarrierBooked = "Carrier booked for order {OrderId}";
    public const string HandedOver = "Order {OrderId} handed over to the carrier";

    public const string CancellationRequested = "Cancellation of order {OrderId} requested";
    public const string Refunded = "{Amount} refunded for order {OrderId}";
    public const string StockReleased = "Stock of {Product} released, order {OrderId} is cancelled";
    public const string Cancelled = "Order {OrderId} cancelled";
    public const string CustomerTold = "Customer told of the cancellation of order {OrderId}";

    public const string TryingAgain = "The {Service} did not answer about order {OrderId}, attempt {Attempt}; trying again";
    public const string RequestFailed = "Request {Method} {Route} failed";

    /// <summary>The last line of every request, which ends the session.</summary>
    public const string RequestAnswered = "Request {Method} {Route} answered with {StatusCode}";
}
