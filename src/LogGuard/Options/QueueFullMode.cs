namespace LogGuard;

/// <summary>What happens to an event that finds the queue to the detector full.</summary>
public enum QueueFullMode
{
    /// <summary>It is dropped and counted. The application never waits.</summary>
    DropNewest,

    /// <summary>The thread that logs waits for room. For replays and tests, where no event may be lost.</summary>
    Wait,
}
