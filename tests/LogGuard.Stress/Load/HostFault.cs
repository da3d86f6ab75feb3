namespace LogGuard.Stress.Load;

/// <summary>A temporary fault in the environment of the detector.</summary>
internal enum HostFault
{
    /// <summary>No fault.</summary>
    None,

    /// <summary>Receivers of anomalies and alerts take 20 ms for each.</summary>
    SlowReceiver,

    /// <summary>Receivers throw.</summary>
    ThrowingReceiver,

    /// <summary>Files are limited to less than the size of a snapshot, so saving fails in the middle.</summary>
    DiskFull,

    /// <summary>The clock is set back by an hour permanently.</summary>
    ClockBack,

    /// <summary>The snapshot folder is deleted.</summary>
    FolderDeleted,

    /// <summary>All threads log as fast as they can.</summary>
    Burst,
}
