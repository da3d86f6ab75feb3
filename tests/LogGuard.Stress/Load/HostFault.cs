namespace LogGuard.Stress.Load;

/// <summary>What goes wrong around the detector for a while.</summary>
internal enum HostFault
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>Receivers of anomalies and alerts take 20 ms for each.</summary>
    SlowReceiver,

    /// <summary>Receivers throw.</summary>
    ThrowingReceiver,

    /// <summary>No file can grow past a size smaller than a snapshot's: writing fails in the middle of one.</summary>
    DiskFull,

    /// <summary>The clock is set back by an hour, and stays so.</summary>
    ClockBack,

    /// <summary>The folder of the snapshots is deleted.</summary>
    FolderDeleted,

    /// <summary>All threads log as fast as they can.</summary>
    Burst,
}
