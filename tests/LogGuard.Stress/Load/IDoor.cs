namespace LogGuard.Stress.Load;

/// <summary>A logging framework in front of a detector, as an application has it.</summary>
internal interface IDoor : IDisposable
{
    /// <summary>Logs one line of an order.</summary>
    /// <param name="order">Names the session.</param>
    /// <param name="step">What happened.</param>
    /// <param name="time">When.</param>
    void Log(object order, in OrderStep step, DateTimeOffset time);
}
