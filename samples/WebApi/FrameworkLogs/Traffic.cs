namespace WebApi.FrameworkLogs;

/// <summary>The customers of the shop, several at once.</summary>
internal sealed class Traffic(ShopClient client, int seed)
{
    private const int Customers = 8;

    private int _phase;

    /// <summary>Goes on until so many further requests are answered.</summary>
    public Task RunAsync(long requests)
    {
        var last = client.Count + requests;
        return RunAsync(() => client.Count < last);
    }

    /// <summary>Goes on for a time.</summary>
    public Task RunAsync(TimeSpan time)
    {
        var began = TimeProvider.System.GetTimestamp();
        return RunAsync(() => TimeProvider.System.GetElapsedTime(began) < time);
    }

    /// <summary>Goes on as long as the function says; each customer then ends the visit.</summary>
    public Task RunAsync(Func<bool> goesOn)
    {
        // No two phases have the same visits.
        var phase = _phase++;
        return Task.WhenAll(Enumerable.Range(0, Customers).Select(
            number => Task.Run(new ShopCustomer(client, new Random(unchecked((seed * 1_009 + phase) * 1_009 + number)), goesOn).RunAsync)));
    }
}
