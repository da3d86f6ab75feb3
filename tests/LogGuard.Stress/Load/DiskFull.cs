using System.Runtime.InteropServices;

namespace LogGuard.Stress.Load;

/// <summary>
/// Has writing fail in the middle of a file, as on a full disk, by the process's own limit on the size of files: the write
/// that crosses it fails with EFBIG instead of ENOSPC, which .NET tells as an <see cref="IOException"/> alike. Unlike on a
/// full disk small files can still be written, and folders made.
/// </summary>
internal sealed partial class DiskFull : IDisposable
{
    private const int FileSize = 1;
    private const int FileSizeSignal = 25;

    private readonly PosixSignalRegistration? _signal;
    private Limit _usual;

    public DiskFull()
    {
        if (IsAvailable)
        {
            // Without a handler the signal that comes with the error ends the process.
            _signal = PosixSignalRegistration.Create((PosixSignal)FileSizeSignal, static context => context.Cancel = true);
            IsAvailable &= GetLimit(FileSize, out _usual) == 0;
        }
    }

    /// <summary>Whether this system can do it.</summary>
    public bool IsAvailable { get; } = OperatingSystem.IsLinux() && Environment.Is64BitProcess;

    /// <summary>From now on no file grows past a size.</summary>
    public bool Begin(long bytes) => IsAvailable && SetLimit(FileSize, new Limit { Soft = (ulong)bytes, Hard = _usual.Hard }) == 0;

    public bool End() => IsAvailable && SetLimit(FileSize, _usual) == 0;

    public void Dispose()
    {
        End();
        _signal?.Dispose();
    }

    [LibraryImport("libc", EntryPoint = "getrlimit")]
    private static partial int GetLimit(int resource, out Limit limit);

    [LibraryImport("libc", EntryPoint = "setrlimit")]
    private static partial int SetLimit(int resource, in Limit limit);

    private struct Limit
    {
        public ulong Soft;
        public ulong Hard;
    }
}
