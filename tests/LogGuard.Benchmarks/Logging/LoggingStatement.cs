using Microsoft.Extensions.Logging;

namespace LogGuard.Benchmarks.Logging;

/// <summary>The statements that are measured: the same event, logged in the two ways that applications do.</summary>
internal static partial class LoggingStatement
{
    private static readonly string[] OrderIds = [.. Enumerable.Range(0, 1024).Select(number => $"order-{number:00000}")];

    /// <summary>Number of orders, which are the sessions.</summary>
    public static int OrderCount => OrderIds.Length;

    /// <summary>The source-generated message.</summary>
    public static void Generated(ILogger log, int number) => Captured(log, number, OrderIds[number & 1023], "gateway");

    /// <summary>The extension method, which makes an array and a box before any provider sees them.</summary>
    public static void Extension(ILogger log, int number) =>
        log.LogInformation("Payment of {Amount} for order {OrderId} captured by {Gateway}", number, OrderIds[number & 1023], "gateway");

    [LoggerMessage(1, LogLevel.Information, "Payment of {Amount} for order {OrderId} captured by {Gateway}")]
    private static partial void Captured(ILogger log, int amount, string orderId, string gateway);
}
