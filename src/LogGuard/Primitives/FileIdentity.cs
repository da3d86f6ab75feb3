using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace LogGuard.Primitives;

/// <summary>
/// The number of a file in its file system: device and inode on Unix, volume and file index on Windows. It stays when the file is
/// renamed. A file system gives the number of a deleted file to a new one, which the time of birth tells apart.
/// </summary>
/// <param name="Device">The device or volume.</param>
/// <param name="Number">The inode or file index.</param>
/// <param name="Birth">When the file was created, in nanoseconds; 0 if the file system does not say. Not used on Windows, which numbers its reuses.</param>
internal readonly partial record struct FileIdentity(ulong Device, ulong Number, long Birth)
{
    // Linux: statx(2), whose structure is the same on every processor and in every C library.
    private const int CurrentFolder = -100;
    private const int EmptyPath = 0x1000;
    private const uint InodeAndBirth = 0x100 | 0x800;
    private const uint Birthtime = 0x800;
    private const int StatxSize = 256;

    // Apple: the stat structure with 64-bit inodes, the only one since macOS 10.6.
    private const int AppleStatSize = 144;

    // Before glibc 2.28 there is no statx, and a sandbox may forbid it: files are then compared by their content.
    private static volatile bool _isMissing;

    /// <summary>The identity of an open file; null if the platform does not tell.</summary>
    public static FileIdentity? Of(SafeFileHandle file) => Try(file, null);

    /// <summary>The identity of the file that a path leads to, through symbolic links; null if there is none, or the platform does not tell.</summary>
    public static FileIdentity? Of(string path)
    {
        if (OperatingSystem.IsLinux() || OperatingSystem.IsMacOS())
        {
            return Try(null, path);
        }

        try
        {
            using var file = RegularFile.Open(path);
            return Of(file);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Device:x}-{Number:x}-{Birth:x}");

    private static FileIdentity? Try(SafeFileHandle? file, string? path)
    {
        if (_isMissing)
        {
            return null;
        }

        try
        {
            return OperatingSystem.IsLinux() ? OfLinux(file, path)
                : OperatingSystem.IsMacOS() ? OfApple(file, path)
                : OperatingSystem.IsWindows() && file is not null ? OfWindows(file)
                : null;
        }
        catch (Exception exception) when (exception is EntryPointNotFoundException or DllNotFoundException)
        {
            _isMissing = true;
            return null;
        }
    }

    private static FileIdentity? OfLinux(SafeFileHandle? file, string? path)
    {
        Span<byte> status = stackalloc byte[StatxSize];
        status.Clear();
        var result = file is null ? Statx(CurrentFolder, path!, 0, InodeAndBirth, status) : Statx(file, "", EmptyPath, InodeAndBirth, status);
        if (result != 0)
        {
            return null;
        }

        var birth = (BitConverter.ToUInt32(status) & Birthtime) == 0 ? 0 : BitConverter.ToInt64(status[80..]) * 1_000_000_000 + BitConverter.ToUInt32(status[88..]);
        var device = ((ulong)BitConverter.ToUInt32(status[136..]) << 32) | BitConverter.ToUInt32(status[140..]);
        return new FileIdentity(device, BitConverter.ToUInt64(status[32..]), birth);
    }

    private static FileIdentity? OfApple(SafeFileHandle? file, string? path)
    {
        Span<byte> status = stackalloc byte[AppleStatSize];
        var isArm = RuntimeInformation.ProcessArchitecture == Architecture.Arm64;
        var result = file is null
            ? isArm ? AppleStat(path!, status) : AppleStatOnIntel(path!, status)
            : isArm ? AppleStat(file, status) : AppleStatOnIntel(file, status);
        return result != 0 ? null : new FileIdentity(
            BitConverter.ToUInt32(status),
            BitConverter.ToUInt64(status[8..]),
            BitConverter.ToInt64(status[80..]) * 1_000_000_000 + BitConverter.ToInt64(status[88..]));
    }

    private static FileIdentity? OfWindows(SafeFileHandle file)
    {
        // BY_HANDLE_FILE_INFORMATION: the volume is at 28, the halves of the index at 44 and 48.
        Span<byte> status = stackalloc byte[52];
        return GetFileInformationByHandle(file, status) == 0
            ? null
            : new FileIdentity(
                BinaryPrimitives.ReadUInt32LittleEndian(status[28..]),
                ((ulong)BinaryPrimitives.ReadUInt32LittleEndian(status[44..]) << 32) | BinaryPrimitives.ReadUInt32LittleEndian(status[48..]),
                0);
    }

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Statx(int folder, string path, int flags, uint mask, Span<byte> status);

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Statx(SafeFileHandle file, string path, int flags, uint mask, Span<byte> status);

    [LibraryImport("libc", EntryPoint = "stat", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int AppleStat(string path, Span<byte> status);

    [LibraryImport("libc", EntryPoint = "fstat")]
    private static partial int AppleStat(SafeFileHandle file, Span<byte> status);

    [LibraryImport("libc", EntryPoint = "stat$INODE64", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int AppleStatOnIntel(string path, Span<byte> status);

    [LibraryImport("libc", EntryPoint = "fstat$INODE64")]
    private static partial int AppleStatOnIntel(SafeFileHandle file, Span<byte> status);

    [LibraryImport("kernel32", EntryPoint = "GetFileInformationByHandle")]
    private static partial int GetFileInformationByHandle(SafeFileHandle file, Span<byte> status);
}
