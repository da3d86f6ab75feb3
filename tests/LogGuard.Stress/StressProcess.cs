using System.Diagnostics;
using System.Reflection;

namespace LogGuard.Stress;

/// <summary>Starts this program again, as a process that may be stopped, limited or killed.</summary>
internal static class StressProcess
{
    /// <param name="environment">Variables added to the environment; null for none.</param>
    /// <param name="arguments">The command and its options.</param>
    public static Process Start(IReadOnlyDictionary<string, string>? environment, params string[] arguments)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true };
        if (Path.GetFileNameWithoutExtension(start.FileName) == "dotnet")
        {
            start.ArgumentList.Add(Assembly.GetEntryAssembly()!.Location);
        }

        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        return Process.Start(start)!;
    }
}
