using LogGuard;
using WebApi.Orders;

namespace WebApi.Tests.Flows;

/// <summary>The rules of sessions that the recorder and the detector in production share: an order is a session, from its first request to its end.</summary>
internal static class OrderSessions
{
    public static void Set(AnomalyDetectorOptions options)
    {
        options.Session.Property = "OrderId";
        options.Session.ClosingTemplates = [OrderTemplates.HandedOver, OrderTemplates.CustomerTold];
    }
}
