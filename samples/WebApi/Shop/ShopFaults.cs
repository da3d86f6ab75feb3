namespace WebApi.Shop;

/// <summary>
/// The faults inside the service, switched by its standard input, which leaves no line in the log. The lock on the database and
/// the lost storage come from outside.
/// </summary>
internal sealed class ShopFaults
{
    /// <summary>The message of the exception in the handler of payments.</summary>
    public const string HandlerMessage = "The bank's answer has no amount.";

    private volatile bool _payFails;
    private volatile bool _isDatabaseSlow;
    private volatile bool _omitsMessage;

    /// <summary>Whether the handler of payments throws.</summary>
    public bool PayFails => _payFails;

    /// <summary>Whether each query of the database takes longer.</summary>
    public bool IsDatabaseSlow => _isDatabaseSlow;

    /// <summary>Whether an order is stored without its message in the outbox.</summary>
    public bool OmitsMessage => _omitsMessage;

    /// <param name="line">The name of a fault, and <c>on</c> or <c>off</c>.</param>
    public void Switch(string line)
    {
        var isOn = line.EndsWith(" on", StringComparison.Ordinal);
        switch (line.Split(' ')[0])
        {
            case nameof(PayFails):
                _payFails = isOn;
                break;
            case nameof(IsDatabaseSlow):
                _isDatabaseSlow = isOn;
                break;
            case nameof(OmitsMessage):
                _omitsMessage = isOn;
                break;
        }
    }
}
