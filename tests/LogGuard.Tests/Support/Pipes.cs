using System.Diagnostics;

namespace LogGuard.Tests.Support;

/// <summary>Named pipes, on Linux.</summary>
internal static class Pipes
{
    /// <summary>Makes a pipe in a folder.</summary>
    public static string Make(string folder, string name = "pipe")
    {
        var path = Path.Combine(folder, name);
        using var process = Process.Start("mkfifo", path);
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
        return path;
    }
}
