namespace LogGuard.Stress.Load;

/// <summary>A logging framework with a detector, as in an application.</summary>
internal interface IDoor : IDisposable
{
    /// <summary>Logs one line of an order.</summary>
    /// <param name="order">The order, which is the session id.</param>
    /// <param name="step">The step to log.</param>
    /// <param name="time">The time of the line.</param>
    void Log(object order, in OrderStep step, DateTimeOffset time);
}
