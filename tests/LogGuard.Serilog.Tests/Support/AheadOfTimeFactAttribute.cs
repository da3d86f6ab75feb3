using System.Runtime.InteropServices;

namespace LogGuard.Serilog.Tests.Support;

/// <summary>A test that compiles ahead of time. Skipped, with the reason, where the machine has no linker for it.</summary>
public sealed class AheadOfTimeFactAttribute : FactAttribute
{
    public AheadOfTimeFactAttribute()
    {
        if (!OperatingSystem.IsLinux())
        {
            Skip = "The test knows the linkers of Linux only.";
        }
        else if (Linker is null)
        {
            Skip = "Neither clang nor gcc is installed, and Native AOT links with one of them.";
        }
    }

    /// <summary>The linker driver, clang or gcc; null if neither is installed.</summary>
    public static string? Linker { get; } = ((string[])["clang", "gcc"]).FirstOrDefault(name =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, name))));

    /// <summary>The runtime identifier of this machine.</summary>
    public static string Runtime => "linux-" + RuntimeInformation.OSArchitecture.ToString().ToLowerInvariant();
}
