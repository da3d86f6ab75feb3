using System.Runtime.InteropServices;

namespace LogGuard.Stress.Load;

/// <summary>
/// Simulates a full disk by the process's limit on file sizes. The write that exceeds it fails with EFBIG instead of ENOSPC;
/// .NET throws an <see cref="IOException"/> for both. Unlike on a full disk, small files and folders can still be created.
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
            // Without a handler the accompanying signal would end the process.
            _signal = PosixSignalRegistration.Create((PosixSignal)FileSizeSignal, static context => context.Cancel = true);
            IsAvailable &= GetLimit(FileSize, out _usual) == 0;
        }
    }

    /// <summary>Whether this system supports the limit.</summary>
    public bool IsAvailable { get; } = OperatingSystem.IsLinux() && Environment.Is64BitProcess;

    /// <summary>Limits the size of files from now on.</summary>
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
