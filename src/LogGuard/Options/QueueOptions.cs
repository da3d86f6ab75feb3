using LogGuard.Configuration;
using LogGuard.Faults;

namespace LogGuard;

/// <summary>Settings of the queue between the application's threads and the detector.</summary>
public sealed class QueueOptions
{
    /// <summary>The default of <see cref="Limit"/>.</summary>
    public const int DefaultLimit = 8_192;
    internal static readonly TimeSpan DefaultShutdownTimeout = TimeSpan.FromSeconds(5);

    /// <summary>Maximum number of events that wait for the detector, 2..16,777,216. The default is <c>8,192</c>.</summary>
    public int Limit { get; set; } = DefaultLimit;

    /// <summary>How an event is handled when the queue is full. The default is <see cref="QueueFullMode.DropNewest"/>.</summary>
    public QueueFullMode WhenFull { get; set; } = QueueFullMode.DropNewest;

    /// <summary>
    /// Maximum time that disposal waits for queued events to be judged and anomalies to be delivered, 0 to 10 minutes. The
    /// default is 5 seconds. The last quarter is reserved for open sessions, saving and delivery: events that are still queued
    /// then are counted in <see cref="DetectorCounters.LeftBehind"/>.
    /// </summary>
    public TimeSpan ShutdownTimeout { get; set; } = DefaultShutdownTimeout;

    internal void Check(OptionFaults faults)
    {
        faults.RequireRange("Queue.Limit", Limit, 2, 16_777_216);
        faults.RequireDefined("Queue.WhenFull", WhenFull);
        faults.RequireRange("Queue.ShutdownTimeout", ShutdownTimeout, TimeSpan.Zero, TimeSpan.FromMinutes(10));
    }

    internal QueueOptions Copy() => (QueueOptions)MemberwiseClone();
}
