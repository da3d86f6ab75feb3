namespace WebApi.Orders;

/// <summary>
/// Stands for the databases and services that an order service spends its time with: each step waits for a timer, 2 to 5 ms,
/// as a query on the same network takes. So a request takes some 30 ms, and the load is bounded by how many there are at once,
/// as in a real service, and not by the processor.
/// </summary>
internal sealed class Backend
{
    /// <summary>Answers at once: what remains is the service's own work, for a comparison at full processor load.</summary>
    public bool IsInstant { get; set; }

    public Task WorkAsync(Dice dice)
    {
        var milliseconds = 2 + dice.Next(4);
        return IsInstant ? Task.CompletedTask : Task.Delay(milliseconds);
    }
}
