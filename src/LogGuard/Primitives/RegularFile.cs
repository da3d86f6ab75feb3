using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace LogGuard.Primitives;

/// <summary>
/// Opens files that others may have put in place. Opening a named pipe waits until a writer comes, and a device may be read without
/// end; here both fail at once.
/// </summary>
internal static partial class RegularFile
{
    // The values of open(2). Linux and Apple's systems differ.
    private const int LinuxNonBlocking = 0x800;
    private const int LinuxCloseOnExec = 0x80000;
    private const int AppleNonBlocking = 0x4;
    private const int AppleCloseOnExec = 0x1000000;

    /// <summary>Reads a whole file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="limit">Largest size in bytes; checked before memory is allocated.</param>
    /// <exception cref="InvalidDataException">The file is larger, or a pipe or a device.</exception>
    /// <exception cref="IOException">The file does not exist or cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    public static byte[] Read(string path, long limit)
    {
        using var file = Open(path, FileShare.Read);
        var length = LengthOf(file) ?? throw new InvalidDataException($"{path} is a pipe or a device");
        if (length > Math.Min(limit, Array.MaxLength))
        {
            throw new InvalidDataException($"{Path.GetFileName(path)} has {length} bytes, and at most {limit} are expected");
        }

        var bytes = new byte[length];
        var count = 0;
        while (count < bytes.Length && RandomAccess.Read(file, bytes.AsSpan(count), count) is > 0 and var read)
        {
            count += read;
        }

        return count == bytes.Length ? bytes : bytes[..count];
    }

    /// <summary>Opens a file to read it. A pipe is opened without waiting for its writer.</summary>
    /// <exception cref="IOException">The file does not exist or cannot be opened.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read, or is a folder.</exception>
    /// <param name="path">The file.</param>
    /// <param name="share">The access of others to a file meanwhile.</param>
    public static SafeFileHandle Open(string path, FileShare share = FileShare.ReadWrite | FileShare.Delete)
    {
        if (!OperatingSystem.IsLinux() && !OperatingSystem.IsMacOS())
        {
            return OpenUsually(path, share);
        }

        var flags = OperatingSystem.IsLinux() ? LinuxNonBlocking | LinuxCloseOnExec : AppleNonBlocking | AppleCloseOnExec;
        var file = Open(path, flags);
        if (file < 0)
        {
            // Throws the exception that fits the error.
            return OpenUsually(path, share);
        }

        // A file or a folder is opened again, so that the locks and the errors of .NET apply.
        var handle = new SafeFileHandle(file, ownsHandle: true);
        if (LengthOf(handle) is null)
        {
            return handle;
        }

        handle.Dispose();
        return OpenUsually(path, share);
    }

    /// <summary>The length of an open file; null for a pipe or a terminal.</summary>
    public static long? LengthOf(SafeFileHandle file)
    {
        try
        {
            return RandomAccess.GetLength(file);
        }
        catch (NotSupportedException)
        {
            return null;
        }
    }

    /// <summary>Reads what is in a pipe that <see cref="Open(string, FileShare)"/> opened.</summary>
    /// <param name="file">The pipe.</param>
    /// <param name="bytes">Receives the bytes.</param>
    /// <param name="isEmpty">Whether the pipe has no bytes at present, and a process has it open to write.</param>
    /// <returns>Number of bytes; 0 if no process has it open to write, too.</returns>
    /// <exception cref="IOException">The pipe cannot be read.</exception>
    public static int ReadPipe(SafeFileHandle file, Span<byte> bytes, out bool isEmpty)
    {
        isEmpty = false;
        if (!OperatingSystem.IsLinux() && !OperatingSystem.IsMacOS())
        {
            return RandomAccess.Read(file, bytes, fileOffset: 0);
        }

        var count = (int)Read(file, bytes, bytes.Length);
        if (count >= 0)
        {
            return count;
        }

        // EAGAIN on Linux and on Apple's systems, and EINTR.
        var error = Marshal.GetLastPInvokeError();
        isEmpty = error is 11 or 35 or 4;
        return isEmpty ? 0 : throw new IOException(Marshal.GetPInvokeErrorMessage(error), error);
    }

    private static SafeFileHandle OpenUsually(string path, FileShare share) =>
        File.OpenHandle(path, FileMode.Open, FileAccess.Read, share, FileOptions.SequentialScan);

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "read", SetLastError = true)]
    private static partial nint Read(SafeFileHandle file, Span<byte> bytes, nint count);
}
