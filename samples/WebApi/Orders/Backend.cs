namespace WebApi.Orders;

/// <summary>
/// Simulates the databases and services of an order service. Each step waits 2 to 5 ms, like a query on the same network. A
/// request takes about 30 ms, so concurrency bounds the load, as in a real service, and not the processor.
/// </summary>
internal sealed class Backend
{
    /// <summary>Whether steps do not wait. Only the service's own work remains, for a comparison at full processor load.</summary>
    public bool IsInstant { get; set; }

    public Task WorkAsync(Dice dice)
    {
        var milliseconds = 2 + dice.Next(4);
        return IsInstant ? Task.CompletedTask : Task.Delay(milliseconds);
    }
}
