using Microsoft.Extensions.Logging;

namespace LogGuard.Benchmarks.Logging;

/// <summary>The measured statements: one event, logged in the two usual ways.</summary>
internal static partial class LoggingStatement
{
    private static readonly string[] OrderIds = [.. Enumerable.Range(0, 1024).Select(number => $"order-{number:00000}")];

    /// <summary>Number of orders; each order is a session.</summary>
    public static int OrderCount => OrderIds.Length;

    /// <summary>The source-generated message.</summary>
    public static void Generated(ILogger log, int number) => Captured(log, number, OrderIds[number & 1023], "gateway");

    /// <summary>The extension method, which allocates an array and a box before any provider is called.</summary>
    public static void Extension(ILogger log, int number) =>
        log.LogInformation("Payment of {Amount} for order {OrderId} captured by {Gateway}", number, OrderIds[number & 1023], "gateway");

    [LoggerMessage(1, LogLevel.Information, "Payment of {Amount} for order {OrderId} captured by {Gateway}")]
    private static partial void Captured(ILogger log, int amount, string orderId, string gateway);
}
