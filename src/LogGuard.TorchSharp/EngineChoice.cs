using System.Runtime.CompilerServices;
using LogGuard.Neural;

namespace LogGuard.TorchSharp;

/// <summary>
/// Makes the TorchSharp engine if everything it needs is present, otherwise the managed engine, with one line that says why. This class
/// must not name a type of TorchSharp: without the native library, the first use of such a type prints a stack trace to the console, and
/// its type initialiser fails for the rest of the process.
/// </summary>
internal static class EngineChoice
{
    /// <summary>Makes an engine; never throws.</summary>
    /// <param name="options">The settings.</param>
    /// <param name="tell">Receives the line, if there is one.</param>
    /// <param name="probe">Returns the reason why the native library cannot be used, null if it can. The default is <see cref="NativeProbe.FindProblem()"/>.</param>
    public static INeuralEngine Make(TorchSharpOptions options, Action<string> tell, Func<string?>? probe = null)
    {
        string? problem;
        try
        {
            problem = (probe ?? NativeProbe.FindProblem)();
            if (problem is null)
            {
                INeuralEngine? engine = Open(options, tell, out problem);
                if (engine is not null)
                {
                    return engine;
                }
            }
        }
        catch (Exception exception)
        {
            problem = OneLine.Of(exception);
        }

        tell($"TorchSharp cannot be used, the managed engine takes its place: {problem}");
        return new ManagedEngine(lowPriority: true);
    }

    // NoInlining: TorchSharp is then loaded after the probe, and its absence is caught above.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static INeuralEngine? Open(TorchSharpOptions options, Action<string> tell, out string? problem) =>
        TorchSharpEngine.TryOpen(options, tell, out problem);
}
