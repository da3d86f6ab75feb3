using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace LogGuard.Tests.Support;

/// <summary>
/// Folders' permissions hold for root, too, on this thread and until this is disposed of: test machines often run as root, which
/// may read and write everything. Elsewhere than on Linux it does nothing.
/// </summary>
internal sealed class Unprivileged : IDisposable
{
    // Linux, capability.h: version 3 has two words each of what is effective, permitted and inheritable.
    private const int Version3 = 0x20080522;
    private const int OverridesPermissions = (1 << 1) | (1 << 2);

    private readonly int[] _before = new int[6];

    public Unprivileged()
    {
        if (OperatingSystem.IsLinux() && Get([Version3, 0], _before) == 0)
        {
            _ = Set([Version3, 0], [_before[0] & ~OverridesPermissions, .. _before[1..]]);
        }
    }

    /// <summary>Whether there are permissions that can be taken away from a folder.</summary>
    [SupportedOSPlatformGuard("linux")]
    public static bool IsSupported => OperatingSystem.IsLinux();

    public void Dispose()
    {
        if (OperatingSystem.IsLinux())
        {
            _ = Set([Version3, 0], _before);
        }
    }

    [DllImport("libc", EntryPoint = "capget")]
    private static extern int Get(int[] header, [Out] int[] data);

    [DllImport("libc", EntryPoint = "capset")]
    private static extern int Set(int[] header, int[] data);
}
