using System.Runtime.InteropServices;

namespace LogGuard.TorchSharp;

/// <summary>
/// Lets the threads of libtorch's OpenMP sleep between two pieces of work. By default they spin for milliseconds, and take a busy machine's
/// processors from the application, and from each other.
/// </summary>
internal static partial class OpenMpWaiting
{
    private const string Policy = "OMP_WAIT_POLICY";

    /// <summary>
    /// Sets the policy, unless the environment has one. OpenMP reads it when it is loaded, so this must be called before libtorch is
    /// loaded; a library of OpenMP that another part of the process has loaded keeps its policy.
    /// </summary>
    public static void LetSleep()
    {
        if (Environment.GetEnvironmentVariable(Policy) is not null || Environment.GetEnvironmentVariable("GOMP_SPINCOUNT") is not null)
        {
            return;
        }

        if (OperatingSystem.IsWindows())
        {
            Environment.SetEnvironmentVariable(Policy, "PASSIVE");
            return;
        }

        try
        {
            // .NET's own variables are a copy that native code does not see. Programs started by .NET do not inherit this one.
            _ = Set(Policy, "PASSIVE", overwrite: 0);
        }
        catch (Exception exception) when (exception is DllNotFoundException or EntryPointNotFoundException)
        {
            // The threads spin.
        }
    }

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Set(string name, string value, int overwrite);
}
