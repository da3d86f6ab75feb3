using static WebApi.Orders.OrderTemplates;

namespace WebApi.Orders;

/// <summary>An operation on an order.</summary>
/// <param name="Steps">The steps that always occur once. A fault strikes one of them.</param>
internal sealed record Operation(string[] Steps)
{
    public static readonly Operation Create = new([Priced, Stored, Confirmed]);
    public static readonly Operation Pay = new([CardChecked, Authorised, Captured, ReceiptSent]);
    public static readonly Operation Ship = new([Packed, CarrierBooked, HandedOver]);
    public static readonly Operation Cancel = new([Cancelled, CustomerTold]);
}
