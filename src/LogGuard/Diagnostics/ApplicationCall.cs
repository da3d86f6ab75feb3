namespace LogGuard.Diagnostics;

/// <summary>A kind of call from a detector into the application.</summary>
internal enum ApplicationCall
{
    /// <summary>No call.</summary>
    None,

    /// <summary>A receiver of anomalies or alerts, on the thread that delivers them.</summary>
    Delivery,

    /// <summary>A receiver of diagnostic messages, on any thread, such as the reader's.</summary>
    Message,
}
