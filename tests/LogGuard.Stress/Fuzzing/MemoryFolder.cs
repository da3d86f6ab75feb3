namespace LogGuard.Stress.Fuzzing;

/// <summary>
/// Makes a folder in memory where the system has such a file system. Opening a snapshot reads, renames and flushes files: on a disk
/// it mostly waits.
/// </summary>
internal static class MemoryFolder
{
    private const string SharedMemory = "/dev/shm";

    /// <summary>Creates a new folder, which the caller deletes.</summary>
    public static string Create(string prefix)
    {
        try
        {
            if (Directory.Exists(SharedMemory))
            {
                return Directory.CreateDirectory(Path.Combine(SharedMemory, prefix + Guid.NewGuid().ToString("N"))).FullName;
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Not for this user.
        }

        return Directory.CreateTempSubdirectory(prefix).FullName;
    }
}
