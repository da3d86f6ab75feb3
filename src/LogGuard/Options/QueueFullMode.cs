namespace LogGuard;

/// <summary>How an event is handled when the queue to the detector is full.</summary>
public enum QueueFullMode
{
    /// <summary>The event is dropped and counted. The application never waits.</summary>
    DropNewest,

    /// <summary>The logging thread waits for room. Meant for replays and tests, which must not lose events.</summary>
    Wait,
}
